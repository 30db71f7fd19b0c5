using System.Globalization;
using System.Runtime.ExceptionServices;

namespace SimAsync.FsCheck.Models;

/// <summary>One run of a program in a simulation: does its commands, takes down what happens, and judges that.</summary>
internal sealed class ProgramRun<TSystem, TState, TCommand, TResult>(
    ConcurrentModel<TSystem, TState, TCommand, TResult> model, ConcurrentProgram<TCommand> program, ConcurrentModelOptions options)
    where TState : notnull
{
    private readonly List<Call> calls = [];
    private readonly List<(long Step, TimeSpan Time)> stamps = [];
    private readonly TaskCompletionSource<Exception> fault = new();
    private readonly CancellationTokenSource closing = new();

    /// <summary>What has happened so far, as a table.</summary>
    public string Table => TableOf([.. calls.Select(static call => call.Operation)]);

    public async Task Run()
    {
        TSystem system = model.CreateSystem();
        try
        {
            Task all = DoAll(system);
            Task rest = Task.Delay(options.Patience, Sim.TimeProvider, closing.Token);
            Task first = await Task.WhenAny(all, fault.Task, rest);
            if (fault.Task.IsCompletedSuccessfully)
            {
                ExceptionDispatchInfo.Throw(await fault.Task);
            }

            if (first == rest)
            {
                calls.FindAll(static call => call.End is null).ForEach(static call => call.End = OperationEnd.Blocked);
            }
            else
            {
                await all;
            }

            Judge();
        }
        finally
        {
            closing.Cancel();
            await Dispose(system);
        }
    }

    private static async Task Dispose(TSystem system)
    {
        if (system is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else if (system is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }

    private void Judge()
    {
        IEnumerable<Operation<TCommand, TResult>> history = calls.Select(static call => call.Operation)
            .Where(operation => operation.End is OperationEnd.Returned or OperationEnd.Blocked || model.MayHaveHappened(operation.Command, operation.End));
        LinearizabilityReport<TState, TCommand, TResult> report = Linearizability.Check(model, history, options.MaxConfigurations);
        if (report.Verdict != LinearizabilityVerdict.Linearizable)
        {
            throw new NotLinearizableException(report.Verdict, TableOf(report.History), report.Explanation);
        }
    }

    private string TableOf(IReadOnlyList<Operation<TCommand, TResult>> history)
    {
        bool hasTime = stamps.Exists(static stamp => stamp.Time > TimeSpan.Zero);
        return HistoryTable.Of(
            history,
            number => string.Create(CultureInfo.InvariantCulture, $"{stamps[(int)number].Step}{(hasTime ? $" at {stamps[(int)number].Time.TotalMilliseconds} ms" : "")}"),
            "step");
    }

    private async Task DoAll(TSystem system)
    {
        await DoEach(system, program.Before, 0);
        await Task.WhenAll(program.Clients.Select((commands, i) => DoEach(system, commands, i + 1)));
        await DoEach(system, program.After, 0);
    }

    private async Task DoEach(TSystem system, IReadOnlyList<PlannedCommand<TCommand>> commands, int client)
    {
        foreach (PlannedCommand<TCommand> command in commands)
        {
            // Each in a step of its own: a command that never waits would otherwise take its turn together with the one before.
            await Task.Yield();
            await Do(system, command, client);
        }
    }

    private async Task Do(TSystem system, PlannedCommand<TCommand> planned, int client)
    {
        var call = new Call(client, planned.Command, Stamp());
        calls.Add(call);
        bool isCancelled = planned.Interruption is { Kind: InterruptionKind.Cancellation };
        TimeSpan after = planned.Interruption?.After ?? TimeSpan.Zero;
        CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        Task ended = Follow(system, call, source);
        if (ended.IsCompleted || planned.Interruption is null)
        {
            await ended;
            return;
        }

        if (isCancelled)
        {
            _ = CancelAfter(source, after);
            await ended;
            return;
        }

        await Task.WhenAny(ended, Elapse(after));
        if (call.End is null)
        {
            call.EndWith(OperationEnd.TimedOut, Stamp());
        }
    }

    private async Task CancelAfter(CancellationTokenSource source, TimeSpan after)
    {
        await Elapse(after);
        try
        {
            source.Cancel();
        }
        catch (AggregateException e)
        {
            // What the system registered with the token threw.
            fault.TrySetResult(e);
        }
    }

    private async Task Elapse(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            await Task.Yield();
        }
        else
        {
            await Task.Delay(time, Sim.TimeProvider, closing.Token);
        }
    }

    private async Task Follow(TSystem system, Call call, CancellationTokenSource source)
    {
        try
        {
            TResult result = await model.Run(system, call.Command, source.Token);
            call.EndWith(OperationEnd.Returned, Stamp(), result);
        }
        catch (Exception e)
        {
            bool wasCancelled = e is OperationCanceledException && source.IsCancellationRequested;
            if (!wasCancelled && !model.MayFail(call.Command, e))
            {
                fault.TrySetResult(e);
            }

            call.EndWith(wasCancelled ? OperationEnd.Cancelled : OperationEnd.Failed, Stamp());
        }
    }

    private long Stamp()
    {
        stamps.Add((Sim.Loop.StepCount, Sim.Now));
        return stamps.Count - 1;
    }

    private sealed class Call(int client, TCommand command, long invoked)
    {
        private long? ended;
        private TResult? result;

        public TCommand Command => command;

        public OperationEnd? End { get; set; }

        public Operation<TCommand, TResult> Operation => End == OperationEnd.Returned
            ? new Operation<TCommand, TResult>(client, command, invoked, ended!.Value, result!)
            : new Operation<TCommand, TResult>(client, command, invoked, End ?? OperationEnd.Pending, ended);

        // One that was given up may still end: nobody asks.
        public void EndWith(OperationEnd end, long time, TResult? answer = default)
        {
            if (End is null)
            {
                (End, ended, result) = (end, time, answer);
            }
        }
    }
}
