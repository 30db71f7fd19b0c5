namespace SimAsync.FsCheck.Models;

/// <summary>
/// Judges a concurrent history: whether each operation can have taken effect at one moment between its call and its return, so that the model gives the same answers (Herlihy and Wing,
/// "Linearizability: a correctness condition for concurrent objects", TOPLAS 12(3), 1990).
/// </summary>
public static class Linearizability
{
    /// <summary>How many configurations a search looks at unless told otherwise.</summary>
    public const long DefaultConfigurations = 1_000_000;

    /// <summary>Judges a history. The problem is NP-complete (Gibbons and Korach 1997), so the search has a bound.</summary>
    /// <param name="model">What the system is to do.</param>
    /// <param name="history">Its operations, in any order; their times say what came before what. An operation that is called when another ends overlaps it.</param>
    /// <remarks>
    /// Most histories take few more configurations than they have operations. Those take many in which a wrong order shows late: long queues of items that were put in at the same time.
    /// </remarks>
    /// <param name="maxConfigurations">After so many configurations of the search the verdict is <see cref="LinearizabilityVerdict.Undecided"/>; from 1. How long one takes hangs on the model: mostly about a microsecond.</param>
    /// <exception cref="ArgumentException">An operation of the history is null.</exception>
    public static LinearizabilityReport<TState, TCommand, TResult> Check<TState, TCommand, TResult>(
        SequentialModel<TState, TCommand, TResult> model, IEnumerable<Operation<TCommand, TResult>> history, long maxConfigurations = DefaultConfigurations)
        where TState : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConfigurations, 1);
        Operation<TCommand, TResult>[] all = [.. history];
        if (Array.FindIndex(all, static operation => operation is null) is >= 0 and var missing)
        {
            throw new ArgumentException($"Operation {missing} of the history is null.", nameof(history));
        }

        var witness = new List<(long Moment, Placement<TState, TCommand, TResult> Placement)>();
        long configurations = 0;
        LinearizabilityReport<TState, TCommand, TResult>? undecided = null;
        foreach (IReadOnlyList<Operation<TCommand, TResult>> part in Partitions(model, all))
        {
            var search = new LinearizationSearch<TState, TCommand, TResult>(model, part, maxConfigurations);
            LinearizabilityVerdict verdict = search.Search();
            configurations += search.Configurations;
            witness.AddRange(search.Witness);
            if (verdict == LinearizabilityVerdict.NotLinearizable)
            {
                return Failed(search, part, configurations);
            }

            if (verdict == LinearizabilityVerdict.Undecided)
            {
                undecided ??= new LinearizabilityReport<TState, TCommand, TResult>(model) { Verdict = verdict, History = part };
            }
        }

        if (undecided is not null)
        {
            return undecided with { Configurations = configurations };
        }

        // The parts' own linearizations make one of the whole, because each operation is placed at a moment at which it is open (Herlihy and Wing, theorem 1: linearizability is local).
        return new LinearizabilityReport<TState, TCommand, TResult>(model)
        {
            Verdict = LinearizabilityVerdict.Linearizable,
            History = all,
            Witness = [.. witness.OrderBy(static one => one.Moment).Select(static one => one.Placement)],
            Configurations = configurations,
        };
    }

    private static IEnumerable<IReadOnlyList<Operation<TCommand, TResult>>> Partitions<TState, TCommand, TResult>(
        SequentialModel<TState, TCommand, TResult> model, Operation<TCommand, TResult>[] all)
        where TState : notnull
    {
        var parts = new Dictionary<object, List<Operation<TCommand, TResult>>>();
        var inOrder = new List<List<Operation<TCommand, TResult>>>();
        foreach (Operation<TCommand, TResult> operation in all)
        {
            if (model.PartitionOf(operation.Command) is not { } key)
            {
                return [all];
            }

            if (!parts.TryGetValue(key, out List<Operation<TCommand, TResult>>? part))
            {
                part = [];
                parts.Add(key, part);
                inOrder.Add(part);
            }

            part.Add(operation);
        }

        return inOrder;
    }

    private static LinearizabilityReport<TState, TCommand, TResult> Failed<TState, TCommand, TResult>(
        LinearizationSearch<TState, TCommand, TResult> search, IReadOnlyList<Operation<TCommand, TResult>> part, long configurations)
        where TState : notnull
    {
        bool isAtEnd = search.Furthest == search.Returned.Count;
        Operation<TCommand, TResult> misplaced = isAtEnd ? search.Misfits[0].Operation : search.Returned[search.Furthest];
        return new LinearizabilityReport<TState, TCommand, TResult>(search.Model)
        {
            Verdict = LinearizabilityVerdict.NotLinearizable,
            History = isAtEnd ? part : [.. part.Where(operation => operation.Invoked <= misplaced.Ended)],
            Misplaced = misplaced,
            Misfits = search.Misfits,
            Configurations = configurations,
        };
    }
}
