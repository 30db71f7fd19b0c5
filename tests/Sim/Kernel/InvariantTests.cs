using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SimAsync.Tests.Kernel;

/// <summary>Sim.Always and Sim.Eventually: what is asked after each step.</summary>
public sealed class InvariantTests
{
    [Test]
    public void Always_BrokenForOneStep_FailsThereAndNamesTheStep()
    {
        RunReport report = Simulation.Observe(static async Coroutine () =>
        {
            int left = 100, right = 0;
            Sim.Always("nothing is lost", () => left + right == 100);
            await Sim.CreateTask(Move(), "mover");

            async Coroutine Move()
            {
                await Sim.Sleep(5);
                left -= 10;
                await Sim.Yield();
                right += 10;
            }
        });

        var broken = (InvariantException)report.Exception!;
        Assert.That((broken.Label, broken.Time, broken.Step), Is.EqualTo(("nothing is lost", TimeSpan.FromMilliseconds(5), 4L)));
        Assert.That(LinesWithoutNumbers(broken.Message), Is.EqualTo(
            """
            'nothing is lost' does not hold any more at 0.005 s, step 4, after this step: root.1.1 'mover' resumes InvariantTests.Always_BrokenForOneStep_FailsThereAndNamesTheStep.Move at InvariantTests.cs:N
              root.1 'main' waits for root.1.1 'mover' since 0 s, step 1, in InvariantTests.Always_BrokenForOneStep_FailsThereAndNamesTheStep (lambda), at InvariantTests.cs:N
              root.1.1 'mover' waits for its turn since 0.005 s, step 4, in InvariantTests.Always_BrokenForOneStep_FailsThereAndNamesTheStep.Move, at InvariantTests.cs:N
            """));
    }

    [Test]
    public void Always_BrokenInOneInterleavingOnly_IsFoundShrunkAndPlayedAgain()
    {
        Func<Coroutine> test = static async Coroutine () =>
        {
            int inside = 0;
            Sim.Always("one at a time", () => inside <= 1);
            bool taken = false;
            await Sim.Gather(Enter(), Enter());

            async Coroutine Enter()
            {
                if (!taken)
                {
                    await Sim.Yield();
                    taken = true;
                    inside++;
                    await Sim.Yield();
                    inside--;
                    taken = false;
                }
            }
        };
        ExploreReport report = Simulation.Explore(test);

        Assert.That(report.Failure!.Exception, Is.TypeOf<InvariantException>());
        Assert.That(report.Failure.IsReproducible);
        Assert.That(() => Simulation.Replay(report.Failure.ReplayCode, test), Throws.TypeOf<InvariantException>());
    }

    [Test]
    public void Always_BrokenAndMendedWithinOneStep_Holds() => Simulation.Run(static async () =>
    {
        int left = 0;
        Sim.Always("none is left", () => left == 0);
        for (int i = 0; i < 10; i++)
        {
            left++;
            left--;
            await Task.Yield();
        }
    });

    [Test]
    public void Always_DisposedOf_IsNotAskedAnyMore() => Simulation.Run(static async () =>
    {
        bool holds = true;
        IDisposable always = Sim.Always("holds", () => holds);
        await Task.Yield();
        always.Dispose();
        holds = false;
        await Task.Yield();
    });

    [Test]
    public void Always_BrokenInMainsLastStep_Fails() =>
        Assert.That(Broken(static async () =>
        {
            bool holds = true;
            Sim.Always("holds", () => holds);
            await Task.Yield();
            holds = false;
        }).Label, Is.EqualTo("holds"));

    [Test]
    public void Always_MainFailedInTheSameStep_ItsOwnExceptionIsTold() =>
        Assert.That(Simulation.Observe(static async Coroutine () =>
        {
            bool holds = true;
            Sim.Always("holds", () => holds);
            await Sim.Yield();
            holds = false;
            throw new FormatException();
        }).Exception, Is.TypeOf<FormatException>());

    [Test]
    public void Always_BrokenWhereAStepBlocks_Fails([Values] bool onThePool)
    {
        InvariantException broken = Broken(async () =>
        {
            bool holds = true;
            Sim.Always("holds", () => holds);
            using var gate = new SemaphoreSlim(0);
            Task opener = Task.Run(async () =>
            {
                await Task.Delay(10);
                holds = true;
                gate.Release();
            });
            void Block()
            {
                holds = false;
                gate.Wait();
            }

            await Task.Delay(1);
            if (onThePool)
            {
                await Task.Run(Block);
            }
            else
            {
                Block();
            }

            await opener;
        });

        Assert.That(broken.Time, Is.EqualTo(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public void Always_BrokenAfterABlockedStepWentOn_Fails() =>
        Assert.That(Broken(static async () =>
        {
            bool holds = true;
            Sim.Always("holds", () => holds);
            using var gate = new SemaphoreSlim(0);
            _ = Task.Run(async () =>
            {
                await Task.Delay(10);
                gate.Release();
            });
            await Task.Yield();
            gate.Wait();
            holds = false;
            await Task.Yield();
        }).Time, Is.EqualTo(TimeSpan.FromMilliseconds(10)));

    [Test]
    public void Always_PredicateThrows_EndsTheRunWithItsLabel()
    {
        InvariantException failed = Broken(static async () =>
        {
            int[] all = [];
            Sim.Always("the first is 0", () => all[0] == 0);
            await Task.Yield();
        });

        Assert.That(failed.Label, Is.EqualTo("the first is 0"));
        Assert.That(failed.InnerException, Is.TypeOf<IndexOutOfRangeException>());
        Assert.That(failed.Message, Does.StartWith(
            """
            'the first is 0' cannot be told at 0 s, step 1, after this step: the one that declared it
              Its predicate threw IndexOutOfRangeException: Index was outside the bounds of the array.
            """));
    }

    [TestCase("task"), TestCase("pool"), TestCase("sleep"), TestCase("choose"), TestCase("random"), TestCase("wait"), TestCase("swallowed"), TestCase("declare")]
    [SuppressMessage("Performance", "CA1849", Justification = "It is to block.")]
    public void Always_PredicateThatDoesSomething_EndsTheRun(string what)
    {
        InvariantException failed = Broken(async Coroutine () =>
        {
            using var gate = new SemaphoreSlim(0);
            var later = new SimFuture<int>(Sim.Loop);
            Sim.Always("reads only", () =>
            {
                switch (what)
                {
                    case "task": _ = Sim.CreateTask(Sim.Yield().AsCoroutine()); break;
                    case "pool": _ = Task.Run(static () => { }); break;
                    case "sleep": Sim.Loop.CallLater(TimeSpan.FromSeconds(1), static () => { }); break;
                    case "choose": Sim.Choose(2); break;
                    case "random": Sim.Random.Next(2); break;
                    case "wait": gate.Wait(); break;
                    case "declare": Sim.Always("another", static () => true); break;
                    default:
                        try
                        {
                            gate.Wait();
                        }
                        catch (InvalidOperationException)
                        {
                        }

                        break;
                }

                return true;
            });
            await Sim.Sleep(10);
        });

        Assert.That(failed.InnerException, Is.TypeOf<InvalidOperationException>());
        Assert.That(failed.InnerException!.Message, Does.StartWith("A predicate is asked between two steps, and may not "));
    }

    [Test]
    public void Always_Predicate_ReadsTimeAndItsOwnContext() => Simulation.Run(static async Coroutine () =>
    {
        var local = new AsyncLocal<int> { Value = 7 };
        bool asked = false;
        using IDisposable always = Sim.Always("seven", () => asked = local.Value == 7 && Sim.Now >= TimeSpan.Zero && Sim.CurrentTask is null);
        local.Value = 8;
        await Sim.Sleep(5);
        Assert.That((asked, local.Value), Is.EqualTo((true, 8)));
    });

    [Test]
    public void Eventually_HoldsAtTheLastInstant_Holds() => Simulation.Run(static async Coroutine () =>
    {
        bool done = false;
        Sim.Eventually("done", () => done, TimeSpan.FromMilliseconds(10));
        await Sim.Sleep(10);
        done = true;
        await Sim.Sleep(10);
        done = false;
        await Sim.Sleep(10);
    });

    [Test]
    public void Eventually_DoesNotHoldInTime_FailsAtTheDeadline()
    {
        InvariantException late = Broken(static async Coroutine () =>
        {
            await Sim.Sleep(1);
            bool done = false;
            Sim.Eventually("done", () => done, TimeSpan.FromMilliseconds(10));
            await Sim.Sleep(3);
            await Sim.Sleep(20);
            done = true;
        });

        Assert.That(late.Time, Is.EqualTo(TimeSpan.FromMilliseconds(11)));
        Assert.That(LinesWithoutNumbers(late.Message), Is.EqualTo(
            """
            'done' was to hold within 0.01 s from 0.001 s, step 3, and has not until 0.011 s, step 5, when that was over. The last step: root.1 'main' resumes InvariantTests.Eventually_DoesNotHoldInTime_FailsAtTheDeadline (lambda) at InvariantTests.cs:N
              root.1 'main' waits for a sleep since 0.004 s, step 5, in InvariantTests.Eventually_DoesNotHoldInTime_FailsAtTheDeadline (lambda), at InvariantTests.cs:N
            """));
    }

    [Test]
    public void Eventually_MainEndsBefore_Fails() =>
        Assert.That(Broken(static async () =>
        {
            Sim.Eventually("never", static () => false, TimeSpan.FromDays(1));
            await Task.Delay(1);
        }).Message, Does.Contain("when the run ended"));

    [Test]
    public void Eventually_RunComesToRest_FailsAndTellsWhoWaits() =>
        Assert.That(Broken(static async Coroutine () =>
        {
            Sim.Eventually("never", static () => false, TimeSpan.FromDays(1));
            await new SimFuture<int>(Sim.Loop);
        }).Waits, Has.Count.EqualTo(1));

    [Test]
    public void Eventually_MainEndsInTheStepInWhichItHolds_Holds() => Simulation.Run(static async Coroutine () =>
    {
        bool done = false;
        Sim.Eventually("done", () => done, TimeSpan.Zero);
        await Sim.Yield();
        done = true;
    });

    [Test]
    public void Eventually_PastMaxTime_MaxTimeIsTold() =>
        Assert.That(
            Simulation.Observe(
                static async Coroutine () =>
                {
                    Sim.Eventually("never", static () => false, TimeSpan.FromDays(1));
                    await Sim.Sleep(TimeSpan.FromDays(2));
                },
                new RunOptions { MaxTime = TimeSpan.FromHours(1) }).Exception, Is.TypeOf<TimeLimitException>());

    [Test]
    public void Runner_EachRun_HasItsOwnInvariants()
    {
        using var runner = new SimRunner();
        Assert.That(() => runner.Run(static async Coroutine () =>
        {
            Sim.Eventually("never", static () => false, TimeSpan.FromDays(1));
            await Sim.Yield();
        }), Throws.TypeOf<InvariantException>());
        runner.Run(static async Coroutine () => await Sim.Sleep(10));
    }

    [OverloadResolutionPriority(1)]
    private static InvariantException Broken(Func<Task> main) => (InvariantException)Simulation.Observe(main).Exception!;

    private static InvariantException Broken(Func<Coroutine> main) => (InvariantException)Simulation.Observe(main).Exception!;

    private static string LinesWithoutNumbers(string message) => System.Text.RegularExpressions.Regex.Replace(message, @"\.cs:\d+", ".cs:N");
}
