namespace SimAsync.FsCheck.Models;

/// <summary>An operation at its place in a linearization.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="State">The model's state after it; with partitions that of its partition.</param>
/// <param name="Result">What the model answered: the operation's own result, if it has one.</param>
public sealed record Placement<TState, TCommand, TResult>(Operation<TCommand, TResult> Operation, TState State, TResult Result);
