using SimAsync.FsCheck.Models;
using SimAsync.Scheduler;

namespace SimAsync.Bench.Histories;

/// <summary>Histories of clients that call, take effect and return at random moments; so they are linearizable.</summary>
internal static class RandomHistory
{
    /// <summary>One of them.</summary>
    /// <param name="model">What answers.</param>
    /// <param name="random">What it hangs on.</param>
    /// <param name="count">How many operations.</param>
    /// <param name="clients">At how many clients.</param>
    /// <param name="uncertain">One in so many is cancelled, and takes effect or not; 0 for none.</param>
    public static Operation<int, int>[] Make<TState>(SequentialModel<TState, int, int> model, ref Xoshiro256 random, int count, int clients, int uncertain)
        where TState : notnull
    {
        var open = new (int Command, long Invoked, int? Result)?[clients];
        var history = new List<Operation<int, int>>();
        TState state = model.Initial;
        int made = 0;
        for (long time = 0; history.Count < count; time++)
        {
            int client = random.Next(clients);
            if (open[client] is not { } one)
            {
                // Between two operations a client is idle for a while.
                if (made < count && random.Next(3) == 0)
                {
                    made++;
                    open[client] = (random.Next(2) == 0 ? 1 + random.Next(20) : -1 - random.Next(20), time, null);
                }
            }
            else if (one.Result is { } result)
            {
                history.Add(new Operation<int, int>(client + 1, one.Command, one.Invoked, time, result));
                open[client] = null;
            }
            else
            {
                bool isUncertain = uncertain > 0 && random.Next(uncertain) == 0;
                (TState next, int answer) = model.Apply(state, one.Command);
                state = isUncertain && random.Next(2) == 0 ? state : next;
                open[client] = isUncertain ? null : one with { Result = answer };
                if (isUncertain)
                {
                    history.Add(new Operation<int, int>(client + 1, one.Command, one.Invoked, OperationEnd.Cancelled, time));
                }
            }
        }

        return [.. history];
    }

    /// <summary>The same, with one result changed to that of another operation.</summary>
    public static Operation<int, int>[] Damage(Operation<int, int>[] history, ref Xoshiro256 random)
    {
        int at = random.Next(history.Length);
        Operation<int, int> old = history[at];
        return old.End != OperationEnd.Returned ? history
            : [.. history[..at], new Operation<int, int>(old.Client, old.Command, old.Invoked, old.Ended!.Value, history[random.Next(history.Length)].Result), .. history[(at + 1)..]];
    }
}
