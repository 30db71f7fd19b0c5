namespace SimAsync.TestSupport.Programs;

/// <summary>
/// The literature's small programs with known bugs: those of SCTBench (Thomson, Donaldson, Betts, PPoPP 2014) that fit coroutines, and the lost
/// update. A suspension stands between any two accesses to what tasks share. To acquire a lock is one, to release it is not, and <c>++</c> is one that is atomic.
/// </summary>
public static class BugPrograms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BugProgram> All { get; } =
    [
        Program("account", Account.Run),
        Program("bluetooth", Bluetooth.Run),
        Program("deadlock01", Deadlock01.Run),
        Program("lazy01", Lazy01.Run),
        Program("reorder_3", static start => Reorder.Run(start, 3)),
        Program("reorder_5", static start => Reorder.Run(start, 5)),
        Program("reorder_10", static start => Reorder.Run(start, 10)),
        Program("reorder_20", static start => Reorder.Run(start, 20)),
        Program("twostage_1", static start => TwoStage.Run(start, 1)),
        Program("twostage_20", static start => TwoStage.Run(start, 20)),
        Program("wronglock", WrongLock.Run),
        Program("token_ring", TokenRing.Run),
        Program("stringbuffer", StringBuffer.Run),
        Program("stack", Stack.Run),
        Program("queue", Queue.Run),
        Program("din_phil_3", static start => DiningPhilosophers.Run(start, 3)),
        Program("din_phil_7", static start => DiningPhilosophers.Run(start, 7)),
        Program("carter01", Carter01.Run),
        Program("lost_update", LostUpdate.Run),
    ];

    private static BugProgram Program(string name, Func<Start, Coroutine> run) => new(name, () => run(Starts.AllReady), () => run(Starts.Staged));
}
