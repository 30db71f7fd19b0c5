namespace SimAsync.FsCheck.Models;

/// <summary>One of the states in which the system could be, as far as the rest of a history says, when an operation's result fits none of them.</summary>
/// <param name="State">The state.</param>
/// <param name="Order">An order of operations that leads there.</param>
/// <param name="Operation">The operation: the one that returned, or one that was blocked although the model has an answer for it.</param>
/// <param name="Answers">What the model would have answered; none if it would have waited.</param>
public sealed record Misfit<TState, TCommand, TResult>(
    TState State, IReadOnlyList<Operation<TCommand, TResult>> Order, Operation<TCommand, TResult> Operation, IReadOnlyList<TResult> Answers);
