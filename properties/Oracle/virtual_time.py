"""asyncio's own event loop on a clock of whole milliseconds, which jumps to the next timer when nothing is ready.

What runs next is CPython's decision throughout. Only where it hangs on chance (a heap's order among equals, the addresses of
objects in a set) is it settled here: in order of arming, and in order of insertion.
"""

import ast
import asyncio
import inspect
from asyncio import base_events, events
from itertools import count


class NothingLeft(Exception):
    """Nothing is ready and no timer is armed, although what was to be run has not ended."""


class TooLong(Exception):
    """More passes than the loop's limit."""


class Loop(base_events.BaseEventLoop):
    """BaseEventLoop with virtual time. It is its own selector: where the real one would wait, this one moves the clock."""

    PASSES = 20_000

    def __init__(self):
        super().__init__()
        self.clock = 0
        self.passes = 0
        self.births = {}                     # each task, and which task of the run it is
        self.offered = set()                 # coroutine objects that more than one task can get hold of
        self.on_shared = lambda: None        # called when a task begins with one that is under way in another
        self._selector = self
        # What is due at `clock` is due now: BaseEventLoop takes timers before `time() + resolution`.
        self._clock_resolution = 1

    def time(self):
        return self.clock

    def select(self, wait):
        self.passes += 1
        if self.passes > self.PASSES:
            raise TooLong
        if wait is None:
            raise NothingLeft
        self.clock += max(wait, 0)
        return ()

    def _process_events(self, ready):
        pass

    def number_tasks(self, eager):
        """From now on unnamed tasks are Task-1, Task-2, …; with `eager`, all but main start at once."""
        births, unnamed = count(), count(1)

        def make(loop, coroutine, *, name=None, **options):
            birth = next(births)             # first, for an eager task may make others before it is there
            if eager and name != "main":
                options.setdefault("eager_start", True)
            if coroutine in loop.offered:
                # In the ready list it stands directly before the task's first step.
                loop.look(coroutine) if options.get("eager_start") else loop.call_soon(loop.look, coroutine)
            task = asyncio.Task(coroutine, loop=loop, name=name or f"Task-{next(unnamed)}", **options)
            loop.births[task] = birth
            return task

        self.set_task_factory(make)

    def look(self, coroutine):
        if inspect.getcoroutinestate(coroutine) in (inspect.CORO_SUSPENDED, inspect.CORO_RUNNING):
            self.on_shared()

    def left(self):
        """The tasks that are not done, in order of creation."""
        return sorted((task for task in asyncio.all_tasks(self) if not task.done()), key=self.births.__getitem__)


class Timer(events.TimerHandle):
    """A timer that goes before those armed later for the same instant."""

    __slots__ = ("arming",)
    armings = count()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.arming = next(Timer.armings)

    def __lt__(self, other):
        return self._when < other._when or (self._when == other._when and self.arming < other.arming)


class Ordered(dict):
    """What asyncio uses of a set, in order of insertion."""

    def __init__(self, items=()):
        super().__init__(dict.fromkeys(items))

    def add(self, item):
        self.setdefault(item)

    def discard(self, item):
        self.pop(item, None)

    def remove(self, item):
        del self[item]


class _Comprehensions(ast.NodeTransformer):
    """Turns set comprehensions into calls of `set`, whatever that name means."""

    def visit_SetComp(self, node):
        self.generic_visit(node)
        items = ast.GeneratorExp(elt=node.elt, generators=node.generators)
        return ast.Call(func=ast.Name("set", ast.Load()), args=[items], keywords=[])


def install():
    """Settles what CPython leaves to chance. Once a process."""
    events.TimerHandle = Timer
    base_events.MAXIMUM_SELECT_TIMEOUT = float("inf")
    for module in (asyncio.tasks, asyncio.taskgroups):
        module.set = Ordered
    iterator = ast.parse(inspect.getsource(asyncio.tasks._AsCompletedIterator))
    ordered = ast.fix_missing_locations(_Comprehensions().visit(iterator))
    exec(compile(ordered, asyncio.tasks.__file__, "exec"), vars(asyncio.tasks))
