using System.Text;

namespace SimAsync.FsCheck.Models;

/// <summary>What came of judging a history: see <see cref="Linearizability"/>.</summary>
public sealed record LinearizabilityReport<TState, TCommand, TResult>
    where TState : notnull
{
    private const int MostStates = 6;
    private const int MostInOrder = 8;

    private readonly SequentialModel<TState, TCommand, TResult> model;

    internal LinearizabilityReport(SequentialModel<TState, TCommand, TResult> model) => this.model = model;

    /// <summary>What is known of it.</summary>
    public LinearizabilityVerdict Verdict { get; internal init; }

    /// <summary>
    /// The operations that the verdict is about: all. But of a history that is not linearizable, of the partition that is not, those that were called until <see cref="Misplaced"/> ended: the others have no part in it.
    /// </summary>
    public IReadOnlyList<Operation<TCommand, TResult>> History { get; internal init; } = [];

    /// <summary>
    /// If it is linearizable: an order in which the operations can have taken effect, with the model's states between. Those whose effect is not known are in it only if they have to be.
    /// </summary>
    public IReadOnlyList<Placement<TState, TCommand, TResult>> Witness { get; internal init; } = [];

    /// <summary>If it is not: the operation that has no place: the first to return of which that can be said. All that returned before it have one. Null otherwise.</summary>
    public Operation<TCommand, TResult>? Misplaced { get; internal init; }

    /// <summary>If it is not: the states in which the system could be when that operation took effect, and what the model answers there; at most 16.</summary>
    public IReadOnlyList<Misfit<TState, TCommand, TResult>> Misfits { get; internal init; } = [];

    /// <summary>How many configurations the search looked at.</summary>
    public long Configurations { get; internal init; }

    /// <summary>Why it is not linearizable, in a few lines; or the verdict.</summary>
    public string Explanation => Verdict switch
    {
        LinearizabilityVerdict.Linearizable => $"Linearizable ({Text.Count(Configurations, "configuration")}).",
        LinearizabilityVerdict.Undecided => $"Not decided: whether {Text.Count(History.Count, "operation")} can be linearized was not known after {Text.Count(Configurations, "configuration")}.",
        _ => Explain(),
    };

    /// <summary>The history as a table, and the explanation.</summary>
    public override string ToString() =>
        Verdict == LinearizabilityVerdict.NotLinearizable ? $"{HistoryTable.Of(History)}\n{Explanation}" : Explanation;

    private string Explain()
    {
        Operation<TCommand, TResult> operation = Misplaced!;
        var text = new StringBuilder();
        text.Append(operation.End == OperationEnd.Blocked
            ? $"Not linearizable: {NameOf(operation)} never ended, and the system had come to rest. The model has an answer:"
            : $"Not linearizable: {NameOf(operation)} answered {Text.Of(operation.Result)}. In no order of the operations does the model:");
        foreach (Misfit<TState, TCommand, TResult> misfit in Misfits.Take(MostStates))
        {
            string[] answers = [.. misfit.Answers.Select(static answer => Text.Of(answer)).Distinct()];
            text.Append($"\n  {OrderOf(misfit)} it is {model.Describe(misfit.State)}");
            text.Append(answers.Length == 0 ? ", and would wait" : $", and answers {string.Join(" or ", answers)}");
            text.Append(ReferenceEquals(misfit.Operation, operation) ? "" : $" to {NameOf(misfit.Operation)}");
            if (operation.End == OperationEnd.Returned && answers.Contains(Text.Of(operation.Result)))
            {
                text.Append(" (which reads the same, but is not equal: give the results an equality, or override SameResult)");
            }
        }

        if (Misfits.Count > MostStates)
        {
            text.Append("\n  and in other states");
        }

        return text.ToString();
    }

    private static string NameOf(Operation<TCommand, TResult> operation) => $"'{Text.Of(operation.Command)}' of {HistoryTable.NameOf(operation.Client)}";

    private static string OrderOf(Misfit<TState, TCommand, TResult> misfit) => misfit.Order.Count == 0 ? "at first"
        : "after " + (misfit.Order.Count > MostInOrder ? "..., " : "") + string.Join(", ", misfit.Order.Skip(misfit.Order.Count - MostInOrder).Select(static operation => Text.Of(operation.Command)));
}
