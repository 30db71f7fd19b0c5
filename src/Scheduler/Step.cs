using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>A step that is ready: what runs between two suspensions. What it is made of is the kernel's business.</summary>
/// <param name="Work">What is to run; the scheduler never looks inside.</param>
/// <param name="Argument">What it is run with, or null.</param>
/// <param name="Owner">
/// Whose step it is: the hash of its task's path of creation, so the same task has the same number in every
/// interleaving in which it exists.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Step(object Work, object? Argument, ulong Owner);
