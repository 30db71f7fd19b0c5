namespace SimAsync.Tests.Tasks;

public sealed class CoroutineTests
{
    private const int Deep = 100_000;

    [Test]
    public void Call_NotAwaitedYet_RunsNothing()
    {
        var log = new List<string>();
        Simulation.Run(async Coroutine () =>
        {
            Coroutine cold = Log(log, "body");
            await Sim.Yield();
            log.Add("before");
            await cold;
            log.Add("after");
        });

        Assert.That(log, Is.EqualTo(["before", "body", "after"]));
    }

    [Test]
    public void Await_OfOneThatNeverSuspends_TakesNoStep()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            for (int i = 0; i < 10; i++)
            {
                await Log([], "x");
            }
        });

        // One is the task, the other tells the run that it has ended.
        Assert.That(report.Steps, Is.EqualTo(2));
    }

    [Test]
    public void Await_ASecondTime_SaysThatItWasAwaitedAlready()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            Coroutine<int> once = Value(1);
            await once;
            await once;
        });

        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("CoroutineTests.Value was awaited already"));
    }

    [Test]
    public void Await_OfOneThatATaskIsIn_SaysThatItIsBeingAwaited()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            Coroutine sleeper = Sleep(5);
            _ = Sim.CreateTask(sleeper);
            await Sim.Yield();
            await sleeper;
        });

        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("CoroutineTests.Sleep is being awaited already"));
    }

    [Test]
    public void CreateTask_OfTheSameTwice_LetsTheSecondFail()
    {
        Simulation.Run(async Coroutine () =>
        {
            Coroutine<int> once = Value(7);
            SimTask<int> first = Sim.CreateTask(once);
            SimTask<int> second = Sim.CreateTask(once);
            await Sim.Wait<SimFuture>([first, second]);
            Assert.That(first.Result, Is.EqualTo(7));
            Assert.That(second.Exception, Is.TypeOf<InvalidOperationException>());
        });
    }

    // As in CPython: whoever runs it first has it, and that is the one who awaits at once.
    [Test]
    public void Await_AfterCreateTaskBeforeItsFirstStep_LetsTheTaskFail()
    {
        Simulation.Run(async Coroutine () =>
        {
            Coroutine<int> once = Value(7);
            SimTask<int> task = Sim.CreateTask(once);
            Assert.That(await once, Is.EqualTo(7));
            await Sim.Wait([task]);
            Assert.That(task.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("awaited already"));
        });
    }

    [Test]
    public void Await_TwiceFromPlainCodeBeforeItsFirstStep_LetsTheSecondFail()
    {
        Simulation.Run(async () =>
        {
            Coroutine<int> once = Later(7);
            Task<int> first = Plain(once);
            Task<int> second = Plain(once);
            Assert.That(await first, Is.EqualTo(7));
            await AssertThrows<InvalidOperationException>(() => second, "is being awaited already");
        });

        static async Task<int> Plain(Coroutine<int> coroutine) => await coroutine;
    }

    [Test]
    public void Await_FromPlainCodeAfterCreateTask_GivesTheValueAndLetsTheTaskFail()
    {
        Simulation.Run(async () =>
        {
            Coroutine<int> once = Later(7);
            SimTask<int> task = Sim.CreateTask(once);
            Assert.That(await once, Is.EqualTo(7));
            Assert.That(task.Exception, Is.TypeOf<InvalidOperationException>());
        });
    }

    // The error has to come at the await: thrown from the awaiter's OnCompleted it would end the process.
    [Test]
    public async Task Await_OutsideASimulation_NamesTheRightCall()
    {
        await AssertThrows<InvalidOperationException>(async () => await Sleep(1), "Simulation.Run");
        await AssertThrows<InvalidOperationException>(async () => await Value(1), "Simulation.Run");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Observe_OneWasNeverAwaited_WarnsWithItsName(bool debug)
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                _ = Value(1);
                await Sim.Yield();
            },
            new RunOptions { Debug = debug });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Warnings, Has.Count.EqualTo(1));
        Assert.That(report.Warnings[0].Kind, Is.EqualTo(SimWarningKind.NeverAwaited));
        Assert.That(report.Warnings[0].Message, Does.Contain("CoroutineTests.Value "));
        Assert.That(report.Warnings[0].Message.Contains("CoroutineTests.cs:line", StringComparison.Ordinal), Is.EqualTo(debug), report.Warnings[0].Message);
    }

    [Test]
    public void Observe_ManyWereNeverAwaited_WarnsOfEachInOrder()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _ = i % 2 == 0 ? Sleep(1) : Value(i);
                await Value(0);
            }
        });

        Assert.That(report.Warnings.Select(static warning => warning.Message.Contains("Sleep", StringComparison.Ordinal)),
            Is.EqualTo(Enumerable.Range(0, 1000).Select(static i => i % 2 == 0)));
    }

    [Test]
    public void Close_NotBegun_WarnsOfNothingAndRefusesAnAwait()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            Coroutine closed = Sleep(1);
            closed.Close();
            closed.Close();
            await closed;
        });

        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("was closed"));
        Assert.That(report.Warnings, Is.Empty);
    }

    [Test]
    public void Close_BegunOrEnded_RefusesOnlyTheFirst()
    {
        Simulation.Run(async Coroutine () =>
        {
            Coroutine coroutine = Sleep(1);
            SimTask task = Sim.CreateTask(coroutine);
            await Sim.Yield();
            Assert.That(coroutine.Close, Throws.InvalidOperationException);
            await task;
            Assert.That(coroutine.Close, Throws.Nothing);
        });
    }

    [Test]
    public void Name_OfEachKindOfMethod_IsAsWritten()
    {
        Simulation.Run(async Coroutine () =>
        {
            Func<Coroutine> lambda = async Coroutine () => await Sim.Yield();
            Coroutine[] all = [Sleep(1), Local(), lambda(), Generic("x"), new Holder<int>().Method()];
            Assert.That(all.Select(static each => each.Name), Is.EqualTo([
                "CoroutineTests.Sleep",
                "CoroutineTests.Name_OfEachKindOfMethod_IsAsWritten.Local",
                "CoroutineTests.Name_OfEachKindOfMethod_IsAsWritten (lambda)",
                "CoroutineTests.Generic",
                "Holder.Method"]));
            Array.ForEach(all, static each => each.Close());
            await Sim.Yield();

            async Coroutine Local() => await Sim.Yield();
        });
    }

    [Test]
    public void Exception_ThroughThreeCoroutines_KeepsItsStackTrace()
    {
        RunReport report = Simulation.Observe(async Coroutine () => await Outer());

        Assert.That(report.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Exception!.StackTrace, Does.Contain("Inner").And.Contain("Middle").And.Contain("Outer"));
        Assert.That(() => Simulation.Run(async Coroutine () => await Outer()), Throws.TypeOf<FormatException>().With.Property("StackTrace").Contains("Inner"));

        static async Coroutine Outer() => await Middle();
        static async Coroutine<int> Middle()
        {
            await Sim.Sleep(1);
            return await Inner();
        }

        static async Coroutine<int> Inner()
        {
            await Sim.Yield();
            throw new FormatException();
        }
    }

    [Test]
    public void Await_NestedDeeply_NeedsNoStack()
    {
        int result = Simulation.Run(async Coroutine<int> () => await Nested(Deep));

        Assert.That(result, Is.EqualTo(Deep));

        static async Coroutine<int> Nested(int depth)
        {
            if (depth == 0)
            {
                await Sim.Sleep(1);
                return 0;
            }

            return 1 + await Nested(depth - 1);
        }
    }

    [Test]
    public void Cancel_NestedDeeply_RunsEachFinally()
    {
        int finallies = 0;
        Simulation.Run(async Coroutine () =>
        {
            SimTask task = Sim.CreateTask(Nested(Deep));
            await Sim.Yield();
            task.Cancel("deep");
            await Sim.Wait([task]);
            Assert.That(task.IsCancelled);
        });

        Assert.That(finallies, Is.EqualTo(Deep));

        async Coroutine Nested(int depth)
        {
            if (depth == 0)
            {
                await new SimFuture<int>();
                return;
            }

            try
            {
                await Nested(depth - 1);
            }
            finally
            {
                finallies++;
            }
        }
    }

    [Test]
    public void FromIterator_OfEachKindOfStep_AwaitsThem()
    {
        var log = new List<string>();
        TimeSpan end = Simulation.Run(async Coroutine<TimeSpan> () =>
        {
            await Coroutine.FromIterator(Steps(log));
            return Sim.Now;
        });

        Assert.That(log, Is.EqualTo(["start", "yielded", "slept", "future", "task", "finally"]));
        Assert.That(end, Is.EqualTo(TimeSpan.FromMilliseconds(3)));

        static IEnumerable<object?> Steps(List<string> log)
        {
            try
            {
                log.Add("start");
                yield return null;
                log.Add("yielded");
                yield return Sleep(1);
                log.Add("slept");
                yield return Sim.CreateTask(Sleep(2));
                log.Add("future");
                yield return Task.CompletedTask;
                log.Add("task");
            }
            finally
            {
                log.Add("finally");
            }
        }
    }

    [Test]
    public void FromIterator_OfSomethingElse_SaysWhatItMayYield()
    {
        RunReport report = Simulation.Observe(async Coroutine () => await Coroutine.FromIterator(["text"]));

        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("String"));
    }

    private static async Task AssertThrows<T>(Func<Task> action, string part)
        where T : Exception
    {
        try
        {
            await action();
        }
        catch (T e)
        {
            Assert.That(e.Message, Does.Contain(part));
            return;
        }

        Assert.Fail($"No {typeof(T).Name} was thrown.");
    }

    private static async Coroutine Sleep(int milliseconds) => await Sim.Sleep(milliseconds);

#pragma warning disable CS1998 // A coroutine that never suspends itself is what is tested.
    private static async Coroutine<int> Value(int value) => value;

    private static async Coroutine Log(List<string> log, string line) => log.Add(line);
#pragma warning restore CS1998

    private static async Coroutine<int> Later(int value)
    {
        await Sim.Sleep(1);
        return value;
    }

    private static async Coroutine<T> Generic<T>(T value)
    {
        await Sim.Yield();
        return value;
    }

    private sealed class Holder<T>
    {
        public async Coroutine<T?> Method()
        {
            await Sim.Yield();
            return default;
        }
    }
}
