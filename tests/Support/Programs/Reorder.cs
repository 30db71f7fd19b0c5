namespace SimAsync.TestSupport.Programs;

/// <summary>
/// Setters write two variables, one after the other, and a checker requires to see neither or both. The more setters there are, the more of them
/// have to wait while the checker, which is made last, comes in between.
/// </summary>
internal static class Reorder
{
    public static async Coroutine Run(Start start, int tasks)
    {
        var a = new Shared<int>(0);
        var b = new Shared<int>(0);

        await start([.. Enumerable.Range(0, tasks - 1).Select(_ => Set()), Check()]);

        async Coroutine Set()
        {
            a.Value = 1;
            await Sim.Yield();
            b.Value = -1;
        }

        async Coroutine Check()
        {
            int first = a.Value;
            await Sim.Yield();
            int second = b.Value;
            if ((first, second) is not ((0, 0) or (1, -1)))
            {
                throw new BugException($"The checker has seen {first} and {second}.");
            }
        }
    }
}
