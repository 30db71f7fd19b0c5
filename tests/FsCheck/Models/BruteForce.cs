using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>The definition itself: tries every order of every set of operations that has all that returned, and any of those whose effect is not known.</summary>
internal static class BruteForce
{
    public static bool IsLinearizable<TState, TCommand, TResult>(SequentialModel<TState, TCommand, TResult> model, IReadOnlyList<Operation<TCommand, TResult>> history)
        where TState : notnull
    {
        Operation<TCommand, TResult>[] must = [.. history.Where(one => one.End == OperationEnd.Returned)];
        Operation<TCommand, TResult>[] may = [.. history.Where(one => one.End is not (OperationEnd.Returned or OperationEnd.Blocked))];
        Operation<TCommand, TResult>[] blocked = [.. history.Where(one => one.End == OperationEnd.Blocked)];
        for (int chosen = 0; chosen < 1 << may.Length; chosen++)
        {
            int set = chosen;
            List<Operation<TCommand, TResult>> operations = [.. must, .. may.Where((_, i) => (set >> i & 1) != 0)];
            if (Orders(operations).Any(order => KeepsRealTime(order) && Answers(order)))
            {
                return true;
            }
        }

        return false;

        static bool KeepsRealTime(IReadOnlyList<Operation<TCommand, TResult>> order)
        {
            for (int i = 0; i < order.Count; i++)
            {
                for (int j = i + 1; j < order.Count; j++)
                {
                    if (order[j].End == OperationEnd.Returned && order[j].Ended < order[i].Invoked)
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        bool Answers(IReadOnlyList<Operation<TCommand, TResult>> order)
        {
            List<TState> states = [model.Initial];
            foreach (Operation<TCommand, TResult> operation in order)
            {
                states = [.. states.SelectMany(state => model.Outcomes(state, operation.Command))
                    .Where(outcome => operation.End != OperationEnd.Returned || Equals(outcome.Result, operation.Result)).Select(outcome => outcome.State)];
            }

            return states.Exists(state => blocked.All(waiting => model.Outcomes(state, waiting.Command).Count == 0));
        }
    }

    private static IEnumerable<IReadOnlyList<T>> Orders<T>(IReadOnlyList<T> items)
    {
        if (items.Count == 0)
        {
            return [[]];
        }

        return Enumerable.Range(0, items.Count).SelectMany(i => Orders<T>([.. items.Where((_, j) => j != i)]).Select(rest => (IReadOnlyList<T>)[items[i], .. rest]));
    }
}
