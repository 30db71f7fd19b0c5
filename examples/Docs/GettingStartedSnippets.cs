namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/getting-started.md.</summary>
public sealed class GettingStartedSnippets
{
    // docs: start-run
    [Test]
    public void Run_ADay_TakesNoTime()
    {
        TimeSpan end = Simulation.Run(async () =>
        {
            await Sim.Sleep(TimeSpan.FromDays(1));
            return Sim.Now;
        });

        Assert.That(end, Is.EqualTo(TimeSpan.FromDays(1)));
    }
    // docs end

    // docs: start-explore
    [Test]
    public void Add_ThreeAtOnce_AreAllCounted()
    {
        ExploreReport report = Simulation.Explore(AddThree, new ExploreOptions { Runs = 500, Seed = 42 });

        report.ThrowIfFailed();
    }

    private static async Task AddThree()
    {
        int count = 0;
        var gate = new SemaphoreSlim(1);
        async Task Add()
        {
            await gate.WaitAsync();
            int before = count;
            await Sim.Yield();
            count = before + 1;
            gate.Release();
        }

        await Task.WhenAll(Add(), Add(), Add());
        if (count != 3)
        {
            throw new InvalidOperationException($"Counted {count} of 3.");
        }
    }
    // docs end

    // docs: start-choose
    private static async Task SendWithRetry()
    {
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await Sim.Yield();
            if (Sim.Choose(2, "does the line drop?") == 0)
            {
                return;
            }
        }

        throw new IOException("Three attempts failed.");
    }
    // docs end

    // docs: start-deadlock
    private static async Coroutine Philosophers()
    {
        var left = new SimLock("left fork");
        var right = new SimLock("right fork");
        async Coroutine Dine(SimLock first, SimLock second)
        {
            using (await first.Hold())
            {
                await Sim.Yield();
                using (await second.Hold())
                {
                }
            }
        }

        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(Dine(left, right), "Plato");
            _ = group.CreateTask(Dine(right, left), "Kant");
            await Sim.Yield();
        });
    }
    // docs end

    // docs: start-observe
    [Test]
    public void Observe_ForgottenCoroutine_IsAWarning()
    {
        async Coroutine Forgotten() => await Sim.Yield();
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            _ = Forgotten();
            await Sim.Yield();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Warnings.Single().Kind, Is.EqualTo(SimWarningKind.NeverAwaited));
    }
    // docs end

    [Test]
    public void Choose_ThreeDrops_AreFound() =>
        Assert.That(Simulation.Explore(SendWithRetry).Failure?.Exception, Is.TypeOf<IOException>());

    internal static string DeadlockTrace()
    {
        RunReport report = Simulation.Observe(Philosophers, new RunOptions { Trace = true });
        return string.Join('\n', report.Trace.TakeWhile(static e => e is not TraceEvent.CancelRequested));
    }

    internal static string Deadlock() => Simulation.Observe(Philosophers).Exception!.Message;
}
