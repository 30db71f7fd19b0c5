using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>The definition itself: tries every order of all that returned and of any of those whose effect is not known, without any memory.</summary>
internal static class BruteForce
{
    public static bool IsLinearizable<TState, TCommand, TResult>(SequentialModel<TState, TCommand, TResult> model, IReadOnlyList<Operation<TCommand, TResult>> history)
        where TState : notnull
    {
        Operation<TCommand, TResult>[] blocked = [.. history.Where(static one => one.End == OperationEnd.Blocked)];
        return Continues(model.Initial, [.. history.Except(blocked)]);

        bool Continues(TState state, Operation<TCommand, TResult>[] left)
        {
            if (!Array.Exists(left, static one => one.End == OperationEnd.Returned) && Array.TrueForAll(blocked, waiting => model.Outcomes(state, waiting.Command).Count == 0))
            {
                return true;
            }

            foreach (Operation<TCommand, TResult> next in left)
            {
                if (Array.Exists(left, one => one.End == OperationEnd.Returned && one.Ended < next.Invoked))
                {
                    continue;
                }

                foreach ((TState after, TResult answer) in model.Outcomes(state, next.Command))
                {
                    if ((next.End != OperationEnd.Returned || Equals(answer, next.Result)) && Continues(after, [.. left.Where(one => !ReferenceEquals(one, next))]))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
