namespace SimAsync.Tests.Readable;

/// <summary>What a deadlock's message has to say in one line: who waits for what, and who holds it.</summary>
/// <param name="Who">The task's name, or the method's.</param>
/// <param name="For">What it waits for.</param>
/// <param name="HeldBy">Who holds that; null if it has no owner, as a <see cref="SemaphoreSlim"/> has none.</param>
public sealed record ReadableWait(string Who, string For, string? HeldBy)
{
    /// <summary>The programs that end so.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<ReadableWait>> OfDeadlocks { get; } = new Dictionary<string, IReadOnlyList<ReadableWait>>
    {
        [nameof(StorageModes)] = [new(nameof(StorageModes.LeaveReader), "SemaphoreSlim.WaitAsync", null), new(nameof(StorageModes.EnterBackup), "SemaphoreSlim.WaitAsync", null)],
        [nameof(TransferLocks)] = [new("payment", "Lock 'seller'", "refund"), new("refund", "Lock 'buyer'", "payment")],
        [nameof(DiningPhilosophers)] = [new("Plato", "Lock 'fork 1'", "Kant"), new("Kant", "Lock 'fork 2'", "Hume"), new("Hume", "Lock 'fork 0'", "Plato")],
    };
}
