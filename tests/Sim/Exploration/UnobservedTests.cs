namespace SimAsync.Tests.Exploration;

/// <summary>Exceptions for which nobody asks, if a run is to have none.</summary>
public sealed class UnobservedTests
{
    private static readonly RunOptions None = new() { NoUnobservedExceptions = true };

    [Test]
    public void Unobserved_ATaskThatFailedAlone_FailsTheRunAndIsListed()
    {
        RunReport report = Simulation.Observe(
            static async Coroutine () =>
            {
                _ = Sim.CreateTask(Fail("first"), "one");
                _ = Sim.CreateTask(Fail("second"), "two");
                await Sim.Sleep(10);
            },
            None);

        var failure = (UnobservedException)report.Exception!;
        Assert.That(failure.InnerException, Is.TypeOf<FormatException>());
        Assert.That(failure.Unobserved.Select(static warning => warning.Task), Is.EqualTo(["root.1.1 'one'", "root.1.2 'two'"]));
        Assert.That(failure.Message, Is.EqualTo(
            """
            2 exceptions were never observed. Await what may fail.
              The exception of root.1.1 'one' was never retrieved: FormatException: first
              The exception of root.1.2 'two' was never retrieved: FormatException: second
            """));
    }

    [Test]
    public void Unobserved_NotAskedFor_IsAWarning() =>
        Assert.That(Simulation.Observe(static async Coroutine () =>
        {
            _ = Sim.CreateTask(Fail("alone"));
            await Sim.Sleep(10);
        }).Exception, Is.Null);

    [Test]
    public void Observed_InWhateverWay_DoesNotFail([Values("await", "exception", "wait", "gather", "shutdown")] string how)
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                SimTask task = Sim.CreateTask(Fail("seen"));
                switch (how)
                {
                    case "await":
                        try
                        {
                            await task;
                        }
                        catch (FormatException)
                        {
                        }

                        break;
                    case "exception":
                        await Sim.Sleep(1);
                        _ = task.Exception;
                        break;
                    case "wait":
                        _ = (await Sim.Wait([task])).Done.Single().Exception;
                        break;
                    case "gather":
                        await Sim.GatherWithExceptions(task);
                        break;
                    default:
                        // Cancelled at the end of the run, it still looks.
                        _ = Sim.CreateTask(Look(task));
                        await Sim.Sleep(1);
                        break;
                }
            },
            None);

        Assert.That(report.Exception, Is.Null);

        static async Coroutine Look(SimTask task)
        {
            try
            {
                await Sim.Sleep(1000);
            }
            finally
            {
                _ = task.Exception;
            }
        }
    }

    [Test]
    public void Unobserved_MainFailed_ItsOwnExceptionIsTold() =>
        Assert.That(
            Simulation.Observe(
                static async Coroutine () =>
                {
                    _ = Sim.CreateTask(Fail("alone"));
                    await Sim.Sleep(10);
                    throw new InvalidOperationException();
                },
                None).Exception, Is.TypeOf<InvalidOperationException>());

    [Test]
    public void Unobserved_InOneInterleavingOnly_IsFound()
    {
        ExploreReport report = Simulation.Explore(
            static async Coroutine () =>
            {
                SimTask task = Sim.CreateTask(Fail("late"));
                await Sim.Yield();
                await Sim.Yield();
                if (!task.IsDone)
                {
                    return;
                }

                _ = task.Exception;
            },
            new ExploreOptions { NoUnobservedExceptions = true, NoTasksLeft = true, Seed = 1 });

        Assert.That(report.Failure!.Exception, Is.TypeOf<UnobservedException>());
        Assert.That(report.Failure.IsReproducible);
    }

    private static async Coroutine Fail(string message)
    {
        await Sim.Yield();
        throw new FormatException(message);
    }
}
