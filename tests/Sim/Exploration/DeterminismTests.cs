namespace SimAsync.Tests.Exploration;

/// <summary>Code under test that differs from run to run, and code that does not although it might seem so.</summary>
public sealed class DeterminismTests
{
    [Test]
    public void Explore_AFieldThatOutlivesTheRun_FailsWithBothSides()
    {
        int calls = 0;
        ExploreReport report = Simulation.Explore(async Coroutine () =>
        {
            calls++;
            await Sim.Yield();
            if (calls == 1)
            {
                await Sim.Sleep(10);
            }

            await Sim.CreateTask(Work(), "work");
        });

        var differing = (NondeterminismException)report.Failure!.Exception;
        Assert.That((report.Runs, differing.Step, differing.Time, report.Failure.IsReproducible), Is.EqualTo((1, 3L, TimeSpan.Zero, false)));
        Assert.That(
            System.Text.RegularExpressions.Regex.Replace(differing.Message.Split("\n  what may be why:")[0], @"\.cs:\d+", ".cs:N"),
            Is.EqualTo(
                """
                Two runs with the same choices differ at 0 s, step 3. The code under test does what differs from run to run (a static field, a hash order, a real clock).
                  the first time:  a step of root.1 'main', at 0.01 s, one of 1 ready
                  the second time: root.1.1 'work' starts DeterminismTests.Work, at 0 s, one of 1 ready
                  the same until then:
                    0 s, step 1: root.1 'main' starts RunEngine.Enter
                    0 s, step 2: root.1 'main' resumes DeterminismTests.Explore_AFieldThatOutlivesTheRun_FailsWithBothSides (lambda) at DeterminismTests.cs:N
                """));
        Assert.That(differing.Suspects, Is.EqualTo(report.Failure.Suspects));
        Assert.That(report.Failure.ToString(), Does.Not.Contain("Playing it again gave something else"));
    }

    [Test]
    public void Explore_FailsTheSecondTimeOnly_IsTold()
    {
        int calls = 0;
        ExploreReport report = Simulation.Explore(async Coroutine () =>
        {
            await Sim.Yield();
            if (++calls > 1)
            {
                throw new FormatException("again");
            }
        });

        Assert.That(report.Failure!.Exception, Is.TypeOf<NondeterminismException>());
        Assert.That(report.Failure.Exception.InnerException, Is.TypeOf<FormatException>());
        Assert.That(((NondeterminismException)report.Failure.Exception).Second, Is.EqualTo("the run had failed: FormatException: again"));
    }

    [Test]
    public void Explore_AGuidThatDecides_IsFoundAndNamed()
    {
        ExploreReport report = Simulation.Explore(
            static async Coroutine () =>
            {
                byte[] bytes = Guid.NewGuid().ToByteArray();

                // 16 bytes of which 6 bits are fixed: that two runs agree has a chance of 2^-40 at most.
                for (int i = 0; i < 5; i++)
                {
                    await Sim.Sleep(bytes[i] + 1);
                }
            },
            new ExploreOptions { Runs = 1 });

        Assert.That(report.Failure!.Exception, Is.TypeOf<NondeterminismException>());
        Assert.That(report.Failure.Exception.Message, Does.Contain("what may be why:"));
        Assert.That(report.Failure.Suspects.Select(static read => read.What), Has.Some.EqualTo("Guid.NewGuid"));
    }

    [Test]
    public void Explore_DifferenceThatDecidesNothing_Passes([Values] bool plain)
    {
        int calls = 0;
        ExploreOptions options = new() { DeterminismSample = 1, Runs = 50 };
        ExploreReport report = plain
            ? Simulation.Explore(
                async () =>
                {
                    var names = new HashSet<string> { $"{Guid.NewGuid()}", $"{++calls}" };
                    await Task.WhenAll(names.Select(async name =>
                    {
                        await Task.Delay(name.Length > 0 ? 5 : 6);
                        await Task.Run(() => name.Length);
                    }));
                },
                options)
            : Simulation.Explore(
                async Coroutine () =>
                {
                    var names = new HashSet<string> { $"{Guid.NewGuid()}", $"{++calls}" };
                    await Sim.Gather(names.Select(static name => Sim.Sleep(name.Length > 0 ? 5 : 6).AsCoroutine()));
                },
                options);

        Assert.That(report.Failure, Is.Null);
    }

    [Test]
    public void Explore_ChanceAndChoicesOfTheRuns_AreTheSameAgain() =>
        Assert.That(
            Simulation.Explore(
                static async Coroutine () =>
                {
                    await Sim.Gather(Enumerable.Range(0, 4).Select(static _ => Work()));
                    for (int i = Sim.Choose(3); i >= 0; i--)
                    {
                        await Sim.Sleep(Sim.Random.Next(5));
                    }
                },
                new ExploreOptions { DeterminismSample = 1, Runs = 200 }).Failure, Is.Null);

    [Test]
    public void Explore_BlockingAndPool_AreTheSameAgain() =>
        Assert.That(
            Simulation.Explore(
                static async () =>
                {
                    using var gate = new SemaphoreSlim(1);
                    await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
                    {
                        gate.Wait();
                        await Task.Delay(3);
                        gate.Release();
                    })));
                },
                new ExploreOptions { DeterminismSample = 1, Runs = 20 }).Failure, Is.Null);

    [Test]
    public void Explore_NoSampleOrForeignThreads_ComparesNothing([Values] bool foreign)
    {
        int calls = 0;
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                for (int i = calls++; i > 0; i--)
                {
                    await Sim.Yield();
                }
            },
            new ExploreOptions { DeterminismSample = foreign ? 1 : 0, ForeignThreads = foreign, ForeignWait = TimeSpan.FromMilliseconds(1), Runs = 3 });

        Assert.That((report.Failure, calls), Is.EqualTo(((SimulationFailure?)null, 3)));
    }

    [Test]
    public void Explore_DefaultSample_MakesTheFirstRunAndOneIn250Twice()
    {
        int calls = 0;
        Simulation.Explore(
            async Coroutine () =>
            {
                calls++;
                await Sim.Yield();
            },
            new ExploreOptions { Runs = 501 });

        Assert.That(calls, Is.EqualTo(504));
    }

    private static async Coroutine Work() => await Sim.Yield();
}
