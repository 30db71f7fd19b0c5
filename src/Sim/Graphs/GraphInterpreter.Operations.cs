using SimAsync.Kernel;
using SimAsync.Tasks;

namespace SimAsync.Graphs;

// One method for each statement that has a value. An operation that its operand does not have is an AttributeError, as in Python.
internal sealed partial class GraphInterpreter
{
    private static TimeSpan? Span(long? milliseconds) => milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static GraphFault NoSuchAttribute() => new("AttributeError");

    private static object? ResultOf(SimFuture future) => GraphValues.Clean(future switch
    {
        SimFuture<object?> one => one.Result,
        SimFuture<object?[]> list => list.Result,
        _ => throw new SimulationBugException($"A graph has a {future.GetType()}."),
    });

    private T On<T>(Statement statement)
        where T : class => Handle(statement.On!) as T ?? throw NoSuchAttribute();

    private async Coroutine<object?> Perform(Statement s, Locals locals)
    {
        switch (s.Op)
        {
            case StatementKind.Sleep:
                await Sim.Sleep(TimeSpan.FromMilliseconds(s.Ms!.Value));
                return s.Value;
            case StatementKind.Yield:
                await Sim.Yield();
                return null;
            case StatementKind.Await:
                return await Await(s.On is { } name ? Handle(name) : CallCoroutine(s.Call!));
            case StatementKind.Gather:
                return await Gather(s);
            case StatementKind.Wait:
                return await Wait(s);
            case StatementKind.WaitFor:
                return await WaitFor(Resolve(s.Of[0]), Span(s.Timeout));
            case StatementKind.Shield:
                return await Shield(s);
            case StatementKind.Acquire:
                await On<ISimLock>(s).Acquire();
                return true;
            case StatementKind.WaitEvent or StatementKind.WaitCondition or StatementKind.Arrive:
                return await WaitAt(Handle(s.On!));
            case StatementKind.Abort:
                await On<SimBarrier>(s).Abort();
                return null;
            case StatementKind.Reset:
                await On<SimBarrier>(s).Reset();
                return null;
            case StatementKind.Put:
                await On<SimQueue<object?>>(s).Put(s.Value);
                return null;
            case StatementKind.Get:
                return await On<SimQueue<object?>>(s).Get();
            case StatementKind.Join:
                await On<SimQueue<object?>>(s).Join();
                return null;
            case StatementKind.Store:
                return Store(s, locals);
            default:
                return PerformAtOnce(s);
        }
    }

    private object? PerformAtOnce(Statement s) => s.Op switch
    {
        StatementKind.Task => MakeTask(s),
        StatementKind.Coro => Made(s, CallCoroutine(s.Call!)),
        StatementKind.Future => Made(s, new SimFuture<object?>()),
        StatementKind.SetResult => SetResult(Handle(s.On!), s.Value),
        StatementKind.SetException => SetException(s),
        StatementKind.Cancel => Cancel(Handle(s.On!), s.Message),
        StatementKind.Uncancel => (long)On<ISimTask>(s).Uncancel(),
        StatementKind.Cancelling => (long)On<ISimTask>(s).Cancelling,
        StatementKind.State => State(On<SimFuture>(s)),
        StatementKind.Result => ResultOf(On<SimFuture>(s)),
        StatementKind.Exception => On<SimFuture>(s).Exception is { } error ? GraphErrors.Describe(error) : null,
        StatementKind.CurrentTask => Sim.CurrentTask!.Name,
        StatementKind.AllTasks => Sim.AllTasks.Select(static task => task.Name).Order(StringComparer.Ordinal).ToArray<object?>(),
        StatementKind.SetName => Done(() => On<ISimTask>(s).Name = s.Name!),
        StatementKind.Reschedule => Done(() => On<SimTimeout>(s).Reschedule(Span(s.Ms) + Sim.Now)),
        StatementKind.Expired => On<SimTimeout>(s).IsExpired,
        StatementKind.When => When(Handle(s.On!)),
        StatementKind.OnDone => Done(() => On<SimFuture>(s).AddDoneCallback(_ => Emit($"callback {s.Text}"))),
        StatementKind.CallSoon => Made(s, Sim.Loop.CallSoon(() => Emit($"callback {s.Text}"))),
        StatementKind.CallLater => Made(s, Sim.Loop.CallLater(Span(s.Ms)!.Value, () => Emit($"callback {s.Text}"))),
        StatementKind.SetVar => Done(() => Variable(s.Var!).Value = s.Value),
        StatementKind.GetVar => Variable(s.Var!).Value,
        StatementKind.Lock => Made(s, new SimLock(s.As)),
        StatementKind.Event => Made(s, new SimEvent(s.As)),
        StatementKind.Condition => Made(s, new SimCondition(s.Lock is { } name ? Handle(name) as ISimLock ?? throw NoSuchAttribute() : null, s.As)),
        StatementKind.Semaphore => Made(s, s.Bounded ? new SimBoundedSemaphore(Clamp((long)s.Value!), s.As) : new SimSemaphore(Clamp((long)s.Value!), s.As)),
        StatementKind.Barrier => Made(s, new SimBarrier(Clamp(s.Parties), s.As)),
        StatementKind.Queue => Made(s, MakeQueue(s)),
        StatementKind.Release => Done(On<ISimLock>(s).Release),
        StatementKind.Locked => On<ISimLock>(s).IsLocked,
        StatementKind.Set => Done(On<SimEvent>(s).Set),
        StatementKind.Clear => Done(Handle(s.On!) is Cell cell ? cell.Clear : On<SimEvent>(s).Clear),
        StatementKind.IsSet => On<SimEvent>(s).IsSet,
        StatementKind.Notify => Done(() => On<SimCondition>(s).Notify(Clamp(s.Count))),
        StatementKind.NotifyAll => Done(On<SimCondition>(s).NotifyAll),
        StatementKind.BarrierState => On<SimBarrier>(s) is var barrier ? new object?[] { (long)barrier.Waiting, barrier.IsBroken } : null,
        StatementKind.PutNowait => Done(() => On<SimQueue<object?>>(s).PutNow(s.Value)),
        StatementKind.GetNowait => On<SimQueue<object?>>(s).GetNow(),
        StatementKind.TaskDone => TaskDone(On<SimQueue<object?>>(s)),
        StatementKind.Size => On<SimQueue<object?>>(s) is var queue ? new object?[] { (long)queue.Count, queue.IsEmpty, queue.IsFull } : null,
        StatementKind.Shutdown => Done(() => On<SimQueue<object?>>(s).Shutdown(s.Immediate)),
        StatementKind.Cell => Made(s, new Cell(s.Value)),
        StatementKind.Load => CellOf(s).Value,
        StatementKind.Check => Done(() => Check(CellOf(s).Value, s.Expected)),
        _ => throw new SimulationBugException($"The interpreter does not know {s.Op}."),
    };

    private static object? Done(Action action)
    {
        action();
        return null;
    }

    private static int Clamp(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    private object? Made(Statement statement, object made)
    {
        Bind(statement, made);
        return null;
    }

    private object Resolve(Operand operand) => operand.IsCall ? CallCoroutine(operand.Name) : Handle(operand.Name);

    /// <summary>All names are looked up before any coroutine object is made.</summary>
    private object[] ResolveAll(Statement statement)
    {
        foreach (Operand operand in statement.Of)
        {
            if (!operand.IsCall)
            {
                Handle(operand.Name);
            }
        }

        return [.. statement.Of.Select(Resolve)];
    }

    /// <summary>What a combinator takes. One that is not awaitable is a TypeError, after tasks were made of the coroutines before it.</summary>
    private IReadOnlyList<Awaitable> Awaitables(Statement statement, bool hashed)
    {
        object[] operands = ResolveAll(statement);
        if (hashed && operands.Any(static operand => operand is Cell))
        {
            throw new GraphFault("TypeError");
        }

        var awaitables = new List<Awaitable>();
        foreach (object operand in operands)
        {
            switch (operand)
            {
                case SimFuture future:
                    awaitables.Add(future);
                    break;
                case Coroutine coroutine:
                    awaitables.Add(coroutine);
                    break;
                default:
                    _ = Sim.GatherWithExceptions(awaitables);
                    throw new GraphFault("TypeError");
            }
        }

        return awaitables;
    }

    private static async Coroutine<object?> Await(object handle) => handle switch
    {
        SimFuture<object?> one => GraphValues.Clean(await one),
        SimFuture<object?[]> list => GraphValues.Clean(await list),
        Coroutine<object?> coroutine => await coroutine,
        _ => throw new GraphFault("TypeError"),
    };

    private async Coroutine<object?> Gather(Statement s)
    {
        IReadOnlyList<Awaitable> awaitables = Awaitables(s, hashed: false);
        SimFuture<object?[]> future = s.ReturnExceptions ? Sim.GatherWithExceptions(awaitables) : Sim.Gather(awaitables);
        return s.As is null ? GraphValues.Clean(await future) : Made(s, future);
    }

    private async Coroutine<object?> Wait(Statement s)
    {
        object[] operands = ResolveAll(s);
        if (operands.Any(static operand => operand is Cell or Coroutine))
        {
            throw new GraphFault("TypeError");
        }

        if (operands.Any(static operand => operand is not SimFuture))
        {
            if (Span(s.Timeout) is { } delay)
            {
                ArmInVain(delay, operands, s.ReturnWhen);
            }

            throw NoSuchAttribute();
        }

        var labels = new Dictionary<SimFuture, string>(ReferenceEqualityComparer.Instance);
        foreach ((object operand, Operand named) in operands.Zip(s.Of))
        {
            labels.TryAdd((SimFuture)operand, named.Label);
        }

        ReturnWhen returnWhen = s.ReturnWhen switch
        {
            "FIRST_COMPLETED" => ReturnWhen.FirstCompleted,
            "FIRST_EXCEPTION" => ReturnWhen.FirstException,
            _ => ReturnWhen.AllCompleted,
        };
        WaitResult<SimFuture> result = await Sim.Wait(operands.Cast<SimFuture>(), Span(s.Timeout), returnWhen);
        return new object?[] { result.Done.Select(Label).ToArray(), result.Pending.Select(Label).ToArray() };

        object? Label(SimFuture future) => labels[future];
    }

    /// <summary>
    /// When CPython's <c>wait</c> finds that one of its operands is no future, it has armed its timer, and the futures before that one have their callbacks,
    /// which disarm it where they would have ended the wait.
    /// </summary>
    private static void ArmInVain(TimeSpan delay, object[] operands, string? returnWhen)
    {
        SimHandle timer = Sim.Loop.CallLater(delay, static () => { });
        foreach (SimFuture future in operands.TakeWhile(static operand => operand is SimFuture).Distinct().Cast<SimFuture>())
        {
            future.AddCallback(new VainWait(Sim.Loop, timer, returnWhen));
        }
    }

    private static async Coroutine<object?> WaitFor(object operand, TimeSpan? timeout) => operand switch
    {
        SimFuture<object?> one => GraphValues.Clean(await Sim.WaitFor(one, timeout)),
        SimFuture<object?[]> list => GraphValues.Clean(await Sim.WaitFor(list, timeout)),
        Coroutine<object?> coroutine => await Sim.WaitFor(coroutine, timeout),
        _ => throw new GraphFault("TypeError"),
    };

    private async Coroutine<object?> Shield(Statement s)
    {
        SimFuture future = Resolve(s.Of[0]) switch
        {
            SimFuture<object?> one => Sim.Shield(one),
            SimFuture<object?[]> list => Sim.Shield(list),
            Coroutine<object?> coroutine => Sim.Shield(coroutine),
            _ => throw new GraphFault("TypeError"),
        };
        return s.As is null ? await Await(future) : Made(s, future);
    }

    private object? MakeTask(Statement s)
    {
        TaskGroup? group = s.In is { } name ? Handle(name) as TaskGroup ?? throw NoSuchAttribute() : null;
        Coroutine<object?> coroutine = CallCoroutine(s.Call!);
        string called = (s.Name ?? s.As) is { Length: > 0 } given ? given : s.Call!;
        bool? eager = s.Eager ? true : null;
        return Made(s, group is null
            ? Sim.CreateTask(coroutine, called, eager: eager)
            : group.CreateTask(coroutine, called, eager: eager));
    }

    private static object? SetResult(object handle, object? value) => Done(handle switch
    {
        ISimTask => throw new GraphFault("RuntimeError"),
        SimFuture<object?> one => () => one.SetResult(value),
        SimFuture<object?[]> list => () => list.SetResult(GraphValues.Wrap(value)),
        _ => throw NoSuchAttribute(),
    });

    private object? SetException(Statement s)
    {
        Exception exception = GraphErrors.Raised(s.Type!, s.Message);
        return Done(Handle(s.On!) switch
        {
            ISimTask => throw new GraphFault("RuntimeError"),
            SimFuture<object?> one => () => one.SetException(exception),
            SimFuture<object?[]> list => () => list.SetException(exception),
            _ => throw NoSuchAttribute(),
        });
    }

    private static object? Cancel(object handle, string? message)
    {
        message = string.IsNullOrEmpty(message) ? null : message;
        return handle switch
        {
            SimFuture future => future.Cancel(message),
            SimHandle when message is not null => throw new GraphFault("TypeError"),
            SimHandle callback => Done(callback.Cancel),
            _ => throw NoSuchAttribute(),
        };
    }

    private static object? State(SimFuture future) =>
        !future.IsDone ? "pending"
        : future.IsCancelled ? "cancelled"
        : future.Exception is { } error ? GraphErrors.Describe(error)
        : ResultOf(future);

    private static object? When(object handle) => handle switch
    {
        SimTimeout { When: var when } => when is { } time ? Milliseconds(time) : null,
        SimHandle { When: { } when } => Milliseconds(when),
        _ => throw NoSuchAttribute(),
    };

    private AsyncLocal<object?> Variable(string name)
    {
        if (!variables.TryGetValue(name, out AsyncLocal<object?>? variable))
        {
            variables.Add(name, variable = new AsyncLocal<object?>());
        }

        return variable;
    }

    private static async Coroutine<object?> WaitAt(object handle)
    {
        switch (handle)
        {
            case SimEvent one:
                await one.Wait();
                return true;
            case SimCondition one:
                await one.Wait();
                return true;
            case SimBarrier one:
                return (long)await one.Wait();
            default:
                throw NoSuchAttribute();
        }
    }

    /// <summary>Enters what <c>async with</c> takes; what is to be released on leaving, if anything.</summary>
    private static async Coroutine<SimReleaser?> Enter(object handle)
    {
        switch (handle)
        {
            case ISimLock one:
                return await one.Hold();
            case SimBarrier one:
                await one.Wait();
                return null;
            case TaskGroup or SimTimeout:
                throw new GraphFault("RuntimeError"); // It has been entered already.
            default:
                throw new GraphFault("TypeError");
        }
    }

    private static SimQueue<object?> MakeQueue(Statement s) => s.Kind switch
    {
        "lifo" => new SimLifoQueue<object?>(Clamp(s.Max), s.As),
        "priority" => new SimPriorityQueue<object?>(Clamp(s.Max), s.As, Comparer<object?>.Create(GraphValues.Compare)),
        _ => new SimQueue<object?>(Clamp(s.Max), s.As),
    };

    private static object? TaskDone(SimQueue<object?> queue)
    {
        try
        {
            return Done(queue.TaskDone);
        }
        catch (InvalidOperationException)
        {
            throw new GraphFault("ValueError");
        }
    }

    private object? Store(Statement s, Locals locals)
    {
        object? value = s.From is { } local ? locals[local] : s.Value;
        if (s.Plus is { } plus)
        {
            value = GraphValues.Add(value, plus);
        }

        return CellOf(s).Value = value;
    }

    private Cell CellOf(Statement s) => Handle(s.On!) as Cell ?? throw new GraphFault("TypeError");

    private static void Check(object? found, object? wanted)
    {
        if (!GraphValues.AreEqual(found, wanted))
        {
            throw new GraphFault("AssertionError");
        }
    }

    /// <summary>The callback of a wait that has failed. No step of the user's: no strategy is asked about it.</summary>
    private sealed class VainWait(SimLoop loop, SimHandle timer, string? returnWhen) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future)
        {
            if (returnWhen is "FIRST_COMPLETED" || (returnWhen is "FIRST_EXCEPTION" && !future.IsCancelled && future.Exception is not null))
            {
                timer.Cancel();
            }
        }
    }

    /// <summary>A shared variable. In CPython it is a list of one value, and clearing it leaves none.</summary>
    private sealed class Cell(object? value)
    {
        private readonly Watched watched = Watched.New();
        private object? held = value;
        private bool empty;

        public object? Value
        {
            get
            {
                watched.Read();
                return empty ? throw new GraphFault("IndexError") : held;
            }

            set
            {
                watched.Write();
                held = empty ? throw new GraphFault("IndexError") : value;
            }
        }

        public void Clear()
        {
            watched.Write();
            empty = true;
        }
    }
}
