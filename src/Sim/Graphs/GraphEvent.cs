namespace SimAsync.Graphs;

/// <summary>One line of a graph's trace.</summary>
/// <param name="Milliseconds">The virtual time, in whole milliseconds since the run began.</param>
/// <param name="Task">The name of the task that did it; <c>-</c> for a callback outside any task.</param>
/// <param name="Text">What it did.</param>
public sealed record GraphEvent(long Milliseconds, string Task, string Text);
