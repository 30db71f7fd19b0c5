namespace SimAsync.TestSupport.Programs;

/// <summary>Makes a task of each coroutine, in this order, and awaits them all.</summary>
internal delegate Coroutine Start(params Coroutine[] coroutines);

/// <summary>The two ways in which main makes its tasks.</summary>
internal static class Starts
{
    public static async Coroutine AllReady(params Coroutine[] coroutines) => await Sim.Gather(coroutines.Select(static one => Sim.CreateTask(one)));

    public static async Coroutine Staged(params Coroutine[] coroutines)
    {
        var tasks = new List<SimTask>();
        foreach (Coroutine coroutine in coroutines)
        {
            if (tasks.Count > 0)
            {
                await Sim.Yield();
            }

            tasks.Add(Sim.CreateTask(coroutine));
        }

        await Sim.Gather(tasks);
    }
}
