using System.Runtime.InteropServices;

namespace SimAsync.Scheduler;

/// <summary>That a step used something.</summary>
/// <param name="Location">What: the same number in every interleaving in which it exists.</param>
/// <param name="Kind">How.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Access(ulong Location, AccessKind Kind)
{
    /// <summary>Whether the order of the two makes a difference.</summary>
    public bool ConflictsWith(Access other) => Location == other.Location && (Kind != other.Kind || Kind == AccessKind.Write);
}
