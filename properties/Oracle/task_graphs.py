"""Runs task graphs (`simasync.graph/1`, docs/task-graphs.md) on CPython's asyncio: the reference that SimAsync is compared with.

`answer(line)` takes a graph as a line of JSON and gives {"outcome": …, "trace": [[ms, task, text], …]} as another. An outcome has
`"limit": true` alone when the run outran its bounds. Beside both there is `"certain": N` when only the first N events are asyncio's to
say, and the rest CPython's alone. That is so from where

- tasks that wait for each other in a ring are cancelled. CPython gives up with a RecursionError, and how much it has cancelled by then hangs
  on the depth of its stack. Where it was the cancellation of what main has left, the trace ends there.
- a task begins with a coroutine object that is under way in another. asyncio in C lets both go on with it by turns, asyncio in Python raises
  RuntimeError in it.
"""

import asyncio
import contextvars
import gc
import json
import warnings

from virtual_time import Loop, NothingLeft, TooLong, install


class KeyFault(Exception):
    """A graph's KeyError. Python's own shows its message in quotes."""


RAISED = {kind.__name__: kind for kind in (ValueError, RuntimeError, TimeoutError, asyncio.CancelledError)} | {"KeyError": KeyFault}
CAUGHT = RAISED | {kind.__name__: kind for kind in (
    BaseException, Exception, TypeError, NameError, AssertionError, ExceptionGroup, BaseExceptionGroup,
    asyncio.InvalidStateError, asyncio.QueueEmpty, asyncio.QueueFull, asyncio.QueueShutDown, asyncio.BrokenBarrierError)}


def failure(s):
    """The exception that a statement names."""
    message = s.get("msg")
    error = RAISED[s["type"]](*([message] if message else []))
    error.of_graph = True
    return error


def name_of(error):
    """An exception as traces have it. A message counts if the graph gave it; the library's own wording does not."""
    name = "KeyError" if type(error) is KeyFault else type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        return f"{name}[{'; '.join(map(name_of, error.exceptions))}]"
    told = isinstance(error, asyncio.CancelledError) or getattr(error, "of_graph", False)
    message = str(error.args[0]) if told and error.args else ""
    return f"{name}: {message}" if message else name


def show(value):
    """A value as traces have it."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(show, value))}]"
    return name_of(value) if isinstance(value, BaseException) else json.dumps(value)


def label(operand):
    return operand if isinstance(operand, str) else operand["call"] + "()"


def title(s):
    """What a trace calls a statement: its op, and the first that it has of what it works on."""
    for field in ("on", "as", "of", "call", "ms"):
        if field in s:
            what = s[field]
            if field == "of":
                what = ",".join(map(label, what)) if isinstance(what, list) else label(what)
            elif field == "call":
                what += "()"
            return f"{s['op']} {what if isinstance(what, str) else show(what)}"
    return s["op"]


class Returned:
    """What a block gives when a `return` ended it."""

    def __init__(self, value):
        self.value = value


class Call:
    """What belongs to one call of a coroutine."""

    def __init__(self):
        self.locals = {}
        self.handling = []                   # what the except bodies around have caught, the innermost last


# Operations have a value, which is recorded; blocks give None, or the Returned that ended them. Both by the op's name.
OPERATIONS, BLOCKS = {}, {}


def operation(function):
    OPERATIONS[function.__name__.removesuffix("_")] = function
    return function


def block(function):
    BLOCKS[function.__name__.removesuffix("_")] = function
    return function


def methods(**names):
    """Operations that are a method of what they are on, without arguments."""
    for op, method in names.items():
        OPERATIONS[op] = lambda run, s, call, method=method: getattr(run[s["on"]], method)()


def awaited(**names):
    """Operations that are a coroutine method of what they are on, without arguments."""
    for op, method in names.items():
        async def perform(run, s, call, method=method):
            return await getattr(run[s["on"]], method)()
        OPERATIONS[op] = perform


class Run:
    """One run of one graph: its handles and its trace."""

    def __init__(self, graph):
        self.coroutines = graph["coroutines"]
        self.eager = graph.get("eager", False)
        self.loop = Loop()
        self.handles = {}
        self.variables = {}
        self.trace = []
        self.certain = None                  # how many events there were when something happened that is CPython's alone
        self.objects = []                    # every coroutine object that was made

    def __getitem__(self, name):
        try:
            return self.handles[name]
        except KeyError:
            raise NameError(name) from None

    def record(self, text):
        task = asyncio.current_task(self.loop)
        self.trace.append([self.loop.clock, task.get_name() if task else "-", text])
        if "RecursionError" in text:
            self.doubt()

    def doubt(self):
        self.certain = len(self.trace) if self.certain is None else self.certain

    def handle(self, loop, context):
        """What a callback of the loop raises."""
        if isinstance(context.get("exception"), RecursionError):
            self.doubt()

    def bind(self, s, made):
        if "as" in s:
            self.handles[s["as"]] = made

    def object(self, name):
        if name not in self.coroutines:
            raise NameError(name)
        made = self.body(name)
        self.objects.append(made)
        return made

    def operands(self, operands):
        """What operands stand for. All names are looked up before any coroutine object is made."""
        for operand in operands:
            if isinstance(operand, str):
                self[operand]
        return [self[operand] if isinstance(operand, str) else self.object(operand["call"]) for operand in operands]

    async def body(self, name):
        self.record(f"enter {name}")
        try:
            ended = await self.block(self.coroutines[name], Call())
        except GeneratorExit:
            raise
        except BaseException as error:
            self.record(f"exit {name} ! {name_of(error)}")
            raise
        value = ended.value if ended else None
        self.record(f"exit {name} = {show(value)}")
        return value

    async def block(self, statements, call):
        for s in statements:
            if s["op"] in BLOCKS:
                if ended := await BLOCKS[s["op"]](self, s, call):
                    return ended
            else:
                await self.perform(s, call)
        return None

    async def perform(self, s, call):
        try:
            value = OPERATIONS[s["op"]](self, s, call)
            if asyncio.iscoroutine(value):
                value = await value
        except GeneratorExit:
            raise
        except BaseException as error:
            self.record(f"{title(s)} ! {name_of(error)}")
            raise
        if "into" in s:
            call.locals[s["into"]] = value
        if s["op"] != "yield":
            self.record(f"{title(s)} = {show(value)}")

    def go(self):
        """Runs main to its end, then ends what is left, as asyncio.run does."""
        loop, outcome = self.loop, {}
        loop.set_exception_handler(self.handle)
        loop.on_shared = self.doubt
        loop.number_tasks(self.eager)
        main = loop.create_task(self.object("main"), name="main")
        try:
            outcome["result"] = show(loop.run_until_complete(main))
        except NothingLeft:
            outcome["deadlock"] = sorted(task.get_name() for task in loop.left())
        except TooLong:
            raise
        except BaseException as error:
            outcome["error"] = name_of(error)
        self.trace.append([loop.clock, "-", "main ended" if main.done() else "deadlock"])

        left = loop.left()
        try:
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        except RecursionError:
            self.doubt()
        except NothingLeft:
            outcome["stuck"] = sorted(task.get_name() for task in left if not task.done())
        result = {"outcome": outcome, "trace": self.trace}
        return result if self.certain is None else result | {"certain": self.certain}

    def close(self):
        """Drops what the run has left behind. What a stuck coroutine does on that is no part of the trace, and is done to no other loop."""
        self.trace = []
        asyncio._set_running_loop(self.loop)
        for each in self.objects:
            try:
                each.close()
            except BaseException:
                pass
        asyncio._set_running_loop(None)
        self.loop.close()


# ---- control

@block
async def log(run, s, call):
    run.record(f"log {s['text']}")


@block
async def return_(run, s, call):
    return Returned(call.locals.get(s["from"]) if "from" in s else s.get("value"))


@block
async def raise_(run, s, call):
    raise failure(s)


@block
async def reraise(run, s, call):
    raise call.handling[-1] if call.handling else RuntimeError()


@block
async def repeat(run, s, call):
    for _ in range(s["times"]):
        if ended := await run.block(s["body"], call):
            return ended


@block
async def try_(run, s, call):
    ended = None
    try:
        try:
            ended = await run.block(s["body"], call)
        except GeneratorExit:
            raise
        except BaseException as error:
            body = next((c["body"] for c in s.get("except", ()) if isinstance(error, CAUGHT[c["type"]])), None)
            if body is None:
                raise
            run.record(f"caught {name_of(error)}")
            call.handling.append(error)
            try:
                ended = await run.block(body, call)
            finally:
                call.handling.pop()
    except GeneratorExit:
        raise
    except BaseException:
        # A return in the finally takes the exception's place.
        if last := await run.block(s.get("finally", ()), call):
            return last
        raise
    return await run.block(s.get("finally", ()), call) or ended


@block
async def hold(run, s, call):
    try:
        async with run[s["on"]]:
            run.record(f"{title(s)} entered")
            ended = await run.block(s["body"], call)
    except GeneratorExit:
        raise
    except BaseException as error:
        run.record(f"{title(s)} ! {name_of(error)}")
        raise
    if not ended:
        run.record(f"{title(s)} left")
    return ended


@block
async def group(run, s, call):
    try:
        async with asyncio.TaskGroup() as tasks:
            run.bind(s, tasks)
            ended = await run.block(s["body"], call)
    except GeneratorExit:
        raise
    except BaseException as error:
        run.record(f"{title(s)} ! {name_of(error)}")
        raise
    if not ended:
        run.record(f"{title(s)} left")
    return ended


async def limited(run, s, call, scope):
    """A body under a timeout, which says of itself whether it has expired however it is left."""
    try:
        async with scope:
            run.bind(s, scope)
            ended = await run.block(s["body"], call)
    except GeneratorExit:
        raise
    except BaseException as error:
        run.record(f"{title(s)} ! {name_of(error)}, expired={show(scope.expired())}")
        raise
    run.record(f"{title(s)} left, expired={show(scope.expired())}")
    return ended


@block
async def timeout(run, s, call):
    return await limited(run, s, call, asyncio.timeout(s.get("ms")))


@block
async def timeout_at(run, s, call):
    return await limited(run, s, call, asyncio.timeout_at(s.get("at")))


@block
async def as_completed(run, s, call):
    what = title(s)
    try:
        completed = asyncio.as_completed(run.operands(s["of"]), timeout=s.get("timeout"))
        if s.get("async"):
            async for future in completed:
                run.record(f"{what} next {show('cancelled' if future.cancelled() else future.exception() or future.result())}")
            return
        for future in completed:
            try:
                run.record(f"{what} next = {show(await future)}")
            except (TimeoutError, asyncio.CancelledError, GeneratorExit):
                raise
            except BaseException as error:
                run.record(f"{what} next ! {name_of(error)}")
    except GeneratorExit:
        raise
    except BaseException as error:
        run.record(f"{what} ! {name_of(error)}")
        raise


# ---- tasks, futures, coroutines

methods(uncancel="uncancel", cancelling="cancelling", result="result")


@operation
async def sleep(run, s, call):
    return await asyncio.sleep(s["ms"], s.get("value"))


@operation
async def yield_(run, s, call):
    await asyncio.sleep(0)


@operation
def task(run, s, call):
    create = run[s["in"]].create_task if "in" in s else asyncio.create_task
    options = {"eager_start": True} if s.get("eager") else {}
    made = create(run.object(s["call"]), name=s.get("name", s.get("as")) or s["call"], **options)
    run.bind(s, made)


@operation
def coro(run, s, call):
    made = run.object(s["call"])
    run.loop.offered.add(made)
    run.bind(s, made)


@operation
def future(run, s, call):
    run.bind(s, run.loop.create_future())


@operation
def set_result(run, s, call):
    run[s["on"]].set_result(s.get("value"))


@operation
def set_exception(run, s, call):
    run[s["on"]].set_exception(failure(s))


@operation
async def await_(run, s, call):
    return await (run[s["on"]] if "on" in s else run.object(s["call"]))


@operation
def cancel(run, s, call):
    message = s.get("msg")
    return run[s["on"]].cancel(*([message] if message else []))


@operation
def state(run, s, call):
    future = run[s["on"]]
    if not future.done():
        return "pending"
    if future.cancelled():
        return "cancelled"
    error = future.exception()
    return future.result() if error is None else name_of(error)


@operation
def exception(run, s, call):
    error = run[s["on"]].exception()
    return None if error is None else name_of(error)


@operation
def current_task(run, s, call):
    return asyncio.current_task().get_name()


@operation
def all_tasks(run, s, call):
    return sorted(task.get_name() for task in asyncio.all_tasks())


@operation
def set_name(run, s, call):
    run[s["on"]].set_name(s["name"])


# ---- combinators

async def bound_or_awaited(run, s, future):
    if "as" not in s:
        return await future
    run.bind(s, future)
    return None


@operation
async def gather(run, s, call):
    together = asyncio.gather(*run.operands(s["of"]), return_exceptions=s.get("return_exceptions", False))
    return await bound_or_awaited(run, s, together)


@operation
async def shield(run, s, call):
    return await bound_or_awaited(run, s, asyncio.shield(*run.operands([s["of"]])))


@operation
async def wait(run, s, call):
    operands = run.operands(s["of"])
    labels = {}
    for operand, name in zip(operands, map(label, s["of"])):
        if asyncio.isfuture(operand):
            labels.setdefault(operand, name)
    done, pending = await asyncio.wait(operands, timeout=s.get("timeout"), return_when=s.get("return_when", asyncio.ALL_COMPLETED))
    return [[name for future, name in labels.items() if future in some] for some in (done, pending)]


@operation
async def wait_for(run, s, call):
    return await asyncio.wait_for(*run.operands([s["of"]]), s.get("timeout"))


@operation
def reschedule(run, s, call):
    move, ms = run[s["on"]].reschedule, s.get("ms")
    move(None if ms is None else run.loop.time() + ms)


methods(expired="expired", when="when")


# ---- callbacks and context

@operation
def on_done(run, s, call):
    run[s["on"]].add_done_callback(lambda _: run.record(f"callback {s['text']}"))


@operation
def call_soon(run, s, call):
    run.bind(s, run.loop.call_soon(run.record, f"callback {s['text']}"))


@operation
def call_later(run, s, call):
    run.bind(s, run.loop.call_later(s["ms"], run.record, f"callback {s['text']}"))


def variable(run, name):
    return run.variables.setdefault(name, contextvars.ContextVar(name, default=None))


@operation
def set_var(run, s, call):
    variable(run, s["var"]).set(s["value"])


@operation
def get_var(run, s, call):
    return variable(run, s["var"]).get()


# ---- synchronisation

@operation
def lock(run, s, call):
    run.bind(s, asyncio.Lock())


@operation
def event(run, s, call):
    run.bind(s, asyncio.Event())


@operation
def condition(run, s, call):
    run.bind(s, asyncio.Condition(run[s["lock"]] if "lock" in s else None))


@operation
def semaphore(run, s, call):
    run.bind(s, (asyncio.BoundedSemaphore if s.get("bounded") else asyncio.Semaphore)(s.get("value", 1)))


@operation
def barrier(run, s, call):
    run.bind(s, asyncio.Barrier(s["parties"]))


@operation
def queue(run, s, call):
    kinds = {"lifo": asyncio.LifoQueue, "priority": asyncio.PriorityQueue}
    run.bind(s, kinds.get(s.get("kind"), asyncio.Queue)(s.get("max", 0)))


methods(release="release", locked="locked", set="set", clear="clear", is_set="is_set", notify_all="notify_all",
        get_nowait="get_nowait", task_done="task_done")
awaited(acquire="acquire", wait_event="wait", wait_condition="wait", arrive="wait", abort="abort", reset="reset", get="get", join="join")


@operation
def notify(run, s, call):
    run[s["on"]].notify(s.get("n", 1))


@operation
def barrier_state(run, s, call):
    at = run[s["on"]]
    return [at.n_waiting, at.broken]


@operation
async def put(run, s, call):
    await run[s["on"]].put(s.get("value"))


@operation
def put_nowait(run, s, call):
    run[s["on"]].put_nowait(s.get("value"))


@operation
def size(run, s, call):
    of = run[s["on"]]
    return [of.qsize(), of.empty(), of.full()]


@operation
def shutdown(run, s, call):
    run[s["on"]].shutdown(immediate=s.get("immediate", False))


# ---- shared variables: each is a list of one value

@operation
def cell(run, s, call):
    run.bind(s, [s.get("value", 0)])


@operation
def load(run, s, call):
    return run[s["on"]][0]


@operation
def store(run, s, call):
    value = call.locals.get(s["from"]) if "from" in s else s.get("value")
    if "plus" in s:
        value += s["plus"]
    run[s["on"]][0] = value
    return value


@operation
def check(run, s, call):
    if run[s["on"]][0] != s["equals"]:
        raise AssertionError


# ---- the oracle

LIMITED = {"outcome": {"limit": True}, "trace": []}


def answer(line):
    """The outcome and the trace of a graph, each as JSON on one line."""
    given = json.loads(line)
    run = Run(given.get("program", given))
    # No finaliser may run in the middle of a trace.
    gc.disable()
    around = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        result = run.go()
    except (TooLong, RecursionError):
        result = LIMITED
    finally:
        run.close()
        asyncio._set_running_loop(around)
        gc.enable()
    return json.dumps(result)


warnings.simplefilter("ignore")
install()
