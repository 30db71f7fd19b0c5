namespace SimAsync.Kernel;

/// <summary>What the loop has to look after once the present step has ended. Mostly nothing, which is one comparison.</summary>
[Flags]
internal enum Attention
{
    None = 0,

    /// <summary>Bookkeeping is to be run.</summary>
    Bookkeeping = 1,

    /// <summary>Something was sent to the thread pool, or a real timer was armed: the edge has to take hold of it.</summary>
    Edge = 2,

    /// <summary>A step is blocked on a thread of its own: it may have been let go, and another thread may drive the loop.</summary>
    Threads = 4,

    /// <summary>Something is looked at after each step: see <c>SimLoop.Checks.cs</c>.</summary>
    Checks = 8,

    /// <summary>Steps may take time: see <see cref="StepCost"/>.</summary>
    Costs = 16,

    /// <summary>Something may be cancelled between two steps: see <c>SimLoop.Cancellation.cs</c>.</summary>
    Cancellations = 32,
}
