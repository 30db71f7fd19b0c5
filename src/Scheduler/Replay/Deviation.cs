using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>One answer other than 0: where a run left the order that asyncio would have taken.</summary>
/// <param name="Choice">Which choice of the run it was, counted from 0.</param>
/// <param name="Index">The answer; at least 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Deviation(int Choice, int Index);
