namespace SimAsync.FsCheck.Models;

/// <summary>
/// What a system is to do, said for one caller at a time: the sequential specification against which a concurrent history is judged. Its members are pure: they change nothing, and answer
/// the same each time.
/// </summary>
/// <typeparam name="TState">The model's state; immutable. Collections are compared by what is in them: see <see cref="StateComparer"/>.</typeparam>
/// <typeparam name="TCommand">What can be asked for; commands that are equal do the same.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public abstract class SequentialModel<TState, TCommand, TResult>
    where TState : notnull
{
    /// <summary>The state in which a new system is.</summary>
    public abstract TState Initial { get; }

    /// <summary>By what states are found to be the same. By default as they compare themselves, and immutable collections, dictionaries and tuples by what is in them.</summary>
    /// <remarks>States that are the same and compare as different cost time, no more. A record compares a collection that it holds by reference.</remarks>
    public virtual IEqualityComparer<TState> StateComparer => Structural<TState>.Comparer;

    /// <summary>What a command does: the state after it, and its answer. Override this, or <see cref="Outcomes"/>.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="command">The command.</param>
    public virtual (TState State, TResult Result) Apply(TState state, TCommand command) =>
        throw new NotSupportedException($"{GetType().Name} does not say what a command does: override Apply, or Outcomes.");

    /// <summary>
    /// All that a command may do in a state, for models in which it may do one of several things. None: the command waits until the state is another. By default what <see cref="Apply"/> says.
    /// </summary>
    /// <param name="state">The state before it.</param>
    /// <param name="command">The command.</param>
    public virtual IReadOnlyList<(TState State, TResult Result)> Outcomes(TState state, TCommand command) => [Apply(state, command)];

    /// <summary>
    /// Whether what the system answered is what the model did. By default as results compare themselves, and collections and tuples by what is in them. Override it for results that hold what a model
    /// cannot know.
    /// </summary>
    /// <param name="expected">What the model answers.</param>
    /// <param name="actual">What the system answered.</param>
    public virtual bool SameResult(TResult expected, TResult actual) => Structural<TResult>.Comparer.Equals(expected, actual);

    /// <summary>
    /// The part of the system that a command is about, if the parts have nothing to do with each other: its key in a map. The histories of the parts are then judged one by one, which is much
    /// faster. Null, the default, for a command that is about the whole; if one is, all are judged together.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <remarks>P-compositionality: Horn and Kroening, "Faster linearizability checking via P-compositionality", FORTE 2015, section 3.</remarks>
    public virtual object? PartitionOf(TCommand command) => null;

    /// <summary>A state as text, for the explanation of a failure.</summary>
    /// <param name="state">The state.</param>
    public virtual string Describe(TState state) => Text.Of(state);

    /// <summary>What a command may do in a state, as far as the model says anything of it there.</summary>
    internal virtual IReadOnlyList<(TState State, TResult Result)> Possible(TState state, TCommand command) => Outcomes(state, command);
}
