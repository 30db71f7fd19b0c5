using SimAsync.FsCheck.Models;
using SimAsync.Scheduler;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>Random histories of a model: operations of some clients, whose results are what some order would give, and then, in some, one result another's.</summary>
internal static class Histories
{
    public static Operation<TCommand, TResult>[] Make<TState, TCommand, TResult>(
        SequentialModel<TState, TCommand, TResult> model, ref Xoshiro256 random, int count, int clients, Func<int, TCommand> command, bool hasUncertain)
        where TState : notnull
    {
        // Each client in turn calls, takes effect and returns, at random moments.
        var open = new (TCommand Command, long Invoked, bool IsDone, TResult? Result)?[clients];
        var history = new List<Operation<TCommand, TResult>>();
        TState state = model.Initial;
        int made = 0;
        for (long time = 0; made < count || Array.Exists(open, one => one is not null); time++)
        {
            int client = random.Next(clients);
            if (open[client] is not { } one)
            {
                if (made < count)
                {
                    made++;
                    open[client] = (command(random.Next(int.MaxValue)), time, false, default);
                }
            }
            else if (!one.IsDone)
            {
                IReadOnlyList<(TState State, TResult Result)> outcomes = model.Outcomes(state, one.Command);
                if (outcomes.Count == 0)
                {
                    // It may be right to wait, or not: that hangs on what comes later.
                    if (random.Next(8) == 0)
                    {
                        history.Add(new Operation<TCommand, TResult>(client, one.Command, one.Invoked, OperationEnd.Blocked));
                        open[client] = null;
                    }

                    continue;
                }

                (TState State, TResult Result) outcome = outcomes[random.Next(outcomes.Count)];
                bool isUncertain = hasUncertain && random.Next(4) == 0;
                bool happens = !isUncertain || random.Next(2) == 0;
                state = happens ? outcome.State : state;
                open[client] = (one.Command, one.Invoked, true, outcome.Result);
                if (isUncertain)
                {
                    history.Add(new Operation<TCommand, TResult>(client, one.Command, one.Invoked, OperationEnd.Cancelled, time));
                    open[client] = null;
                }
            }
            else
            {
                history.Add(new Operation<TCommand, TResult>(client, one.Command, one.Invoked, time, one.Result!));
                open[client] = null;
            }
        }

        return [.. history];
    }

    /// <summary>The same, with the results of two operations that returned exchanged.</summary>
    public static Operation<TCommand, TResult>[] Damage<TCommand, TResult>(Operation<TCommand, TResult>[] history, ref Xoshiro256 random)
    {
        int[] returned = [.. Enumerable.Range(0, history.Length).Where(i => history[i].End == OperationEnd.Returned)];
        if (returned.Length < 2)
        {
            return history;
        }

        int one = returned[random.Next(returned.Length)];
        int other = returned[random.Next(returned.Length)];
        Operation<TCommand, TResult>[] damaged = [.. history];
        damaged[one] = With(history[one], history[other].Result!);
        damaged[other] = With(history[other], history[one].Result!);
        return damaged;
    }

    private static Operation<TCommand, TResult> With<TCommand, TResult>(Operation<TCommand, TResult> old, TResult result) =>
        new(old.Client, old.Command, old.Invoked, old.Ended!.Value, result);
}
