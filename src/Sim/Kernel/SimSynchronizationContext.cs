using System.Runtime.ExceptionServices;

namespace SimAsync.Kernel;

/// <summary>Makes each continuation that is posted a step of the loop: the context in which plain <c>async Task</c> code runs.</summary>
internal sealed class SimSynchronizationContext(SimLoop loop) : SynchronizationContext
{
    // The framework posts with a few delegates that it keeps, so a few runners serve them all and a post allocates nothing.
    private readonly List<Runner> runners = [];
    private Runner? last;

    public override void Post(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (ReferenceEquals(SimLoop.Current, loop))
        {
            loop.Ready(RunnerOf(d), state, loop.CurrentPath.Hash);
        }
        else
        {
            loop.PostForeign(
                () => loop.Ready(RunnerOf(d), state, loop.RootPath.Hash),
                $"another thread completed what {DescribeState(d, state)} awaits");
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        ArgumentNullException.ThrowIfNull(d);
        if (!ReferenceEquals(SimLoop.Current, loop))
        {
            throw new NotSupportedException("SynchronizationContext.Send from another thread would block it on the simulation: use Post.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private static string DescribeState(SendOrPostCallback callback, object? state) => state switch
    {
        Action { Target: IAwaitingPlace place } => place.Awaiting,
        Action action when Describer.Continuation(action) is { } method => method,
        Action action => Describer.Method(action.Method),
        _ => Describer.Method(callback.Method),
    };

    private Runner RunnerOf(SendOrPostCallback d)
    {
        if (last is { } recent && ReferenceEquals(recent.Callback, d))
        {
            return recent;
        }

        foreach (Runner runner in runners)
        {
            if (ReferenceEquals(runner.Callback, d))
            {
                return last = runner;
            }
        }

        var made = new Runner(loop, d);
        if (runners.Count < 8)
        {
            runners.Add(made);
        }

        return last = made;
    }

    private sealed class Runner(SimLoop loop, SendOrPostCallback callback) : IWork
    {
        public SendOrPostCallback Callback => callback;

        public long TimerNumber { get; set; }

        public void Run(object? argument)
        {
            loop.CurrentPath = loop.RootPath;
            try
            {
                // The rest of an async method brings its own execution context; anything else gets the one in which the run began.
                loop.Enter(loop.StartFlow);
                callback(argument);
            }
            catch (Exception e)
            {
                // An async void method, or a Post of the user's own, threw: nobody else can ever see it.
                loop.Unhandled ??= ExceptionDispatchInfo.Capture(e);
                loop.Stop();
            }

            loop.ThreadContext = null;
        }

        public void Due() => throw new SimulationBugException("A posted continuation has no timer.");

        public string Describe(object? argument) => $"continuation of {DescribeState(callback, argument)}";
    }
}
