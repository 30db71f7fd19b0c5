using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>
/// A deviation told by what it did, not by where in the run it stood: that a step of a task goes before another, or that a question of the code under test gets another answer than 0. So it still means
/// the same when other deviations are taken away.
/// </summary>
/// <param name="Task">Whose step it is, by key.</param>
/// <param name="Step">Its number among the task's, from 1.</param>
/// <param name="Before">The task whose step would have been next in order; 0 for an answer.</param>
/// <param name="BeforeStep">The number of that step; for an answer, that of the question in its step, from 0.</param>
/// <param name="Answer">The answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Wish(ulong Task, int Step, ulong Before, int BeforeStep, int Answer);
