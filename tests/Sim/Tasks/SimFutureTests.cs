namespace SimAsync.Tests.Tasks;

public sealed class SimFutureTests
{
    [Test]
    public void SetResult_OfADoneOne_IsAnInvalidState()
    {
        Simulation.Run(async Coroutine () =>
        {
            var future = new SimFuture<int>();
            Assert.That(() => future.Result, Throws.TypeOf<InvalidStateException>());
            Assert.That(() => future.Exception, Throws.TypeOf<InvalidStateException>());
            future.SetResult(1);
            Assert.That(() => future.SetResult(2), Throws.TypeOf<InvalidStateException>());
            Assert.That(() => future.SetException(new FormatException()), Throws.TypeOf<InvalidStateException>());
            Assert.That(future.Cancel(), Is.False);
            Assert.That((future.Result, await future, future.Exception, future.IsCancelled), Is.EqualTo((1, 1, (Exception?)null, false)));
            var cancelled = new SimFuture<int>();
            Assert.That(cancelled.Cancel("why"));
            Assert.That(() => cancelled.Result, Throws.TypeOf<CancelledException>().With.Property("CancelMessage").EqualTo("why"));
            Assert.That(() => cancelled.Exception, Throws.TypeOf<CancelledException>());
            Assert.That(() => new SimFuture<int>().SetException(null!), Throws.ArgumentNullException);
            await Sim.Yield();
        });
    }

    [Test]
    public void New_OutsideASimulation_NamesTheRightCall() =>
        Assert.That(static () => new SimFuture<int>(), Throws.InvalidOperationException.With.Message.Contains("new SimFuture needs a running simulation"));

    [Test]
    public void SetResult_AfterTheRun_SaysThatTheRunHasEnded()
    {
        SimFuture<int> left = Simulation.Run(async Coroutine<SimFuture<int>> () =>
        {
            var future = new SimFuture<int>();
            future.AddDoneCallback(static _ => { });
            await Sim.Yield();
            return future;
        });

        Assert.That(() => left.SetResult(1), Throws.InvalidOperationException.With.Message.Contains("The run has ended"));
    }

    [Test]
    public void Observe_AnExceptionNobodyAskedFor_Warns()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            new SimFuture<int>().SetException(new FormatException("one"));
            var asked = new SimFuture<int>();
            asked.SetException(new FormatException("two"));
            _ = asked.Exception;
            _ = Sim.CreateTask(Fail(), "failing");
            await Sim.Yield();
            await Sim.Yield();
        });

        Assert.That(report.Warnings.Select(static warning => warning.Kind), Is.All.EqualTo(SimWarningKind.NeverRetrieved));
        Assert.That(report.Warnings.Select(static warning => warning.Exception!.Message), Is.EqualTo(["one", "three"]));
        Assert.That(report.Warnings[1].Task, Is.EqualTo("root.1.1 'failing'"));

        static async Coroutine Fail()
        {
            await Sim.Yield();
            throw new FormatException("three");
        }
    }

    [TestCase("result")]
    [TestCase("exception")]
    [TestCase("cancel")]
    public void AsTask_OfEachEnd_EndsLikewise(string end)
    {
        foreach (Strategy strategy in new[] { Strategy.InOrder, Strategy.Random })
        {
            RunReport report = Simulation.Observe(
                async () =>
                {
                    var future = new SimFuture<int>();
                    Task<int> task = future.AsTask();
                    await Sim.Sleep(1);
                    End(future);
                    return await task;
                },
                new RunOptions { Strategy = strategy });
            Assert.That(report.Warnings, Is.Empty);
            Assert.That(report.Value, Is.EqualTo(end == "result" ? 5 : null));
            Assert.That(report.Exception?.GetType(), Is.EqualTo(end switch { "result" => null, "exception" => typeof(FormatException), _ => typeof(TaskCanceledException) }));
        }

        void End(SimFuture<int> future)
        {
            if (end == "result")
            {
                future.SetResult(5);
            }
            else if (end == "exception")
            {
                future.SetException(new FormatException());
            }
            else
            {
                future.Cancel();
            }
        }
    }

    [TestCase(TaskCreationOptions.None)]
    [TestCase(TaskCreationOptions.RunContinuationsAsynchronously)]
    public void WrapFuture_OfATaskThatEndsInside_EndsLikewise(TaskCreationOptions options)
    {
        Simulation.Run(async Coroutine () =>
        {
            Assert.That(await Sim.WrapFuture(Task.FromResult(3)), Is.EqualTo(3));
            var result = new TaskCompletionSource<int>(options);
            var failed = new TaskCompletionSource<int>(options);
            var cancelled = new TaskCompletionSource(options);
            var left = new TaskCompletionSource<int>(options);
            SimFuture<int> wrapped = Sim.WrapFuture(result.Task);
            SimFuture<int> failing = Sim.WrapFuture(failed.Task);
            SimFuture<ValueTuple> cancelling = Sim.WrapFuture(cancelled.Task);
            SimFuture<int> leaving = Sim.WrapFuture(left.Task);
            SimFuture<int>? onThread = null;
            await Sim.ToThread(() => onThread = Sim.WrapFuture(result.Task));
            Assert.That(SynchronizationContext.Current, Is.Not.Null);
            await Sim.Sleep(1);
            result.SetResult(4);
            failed.SetException(new FormatException());
            cancelled.SetCanceled();
            leaving.Cancel();
            left.SetResult(1);
            Assert.That(await wrapped, Is.EqualTo(4));
            Assert.That(await onThread!, Is.EqualTo(4));
            await Sim.Wait<SimFuture>([failing, cancelling]);
            Assert.That(failing.Exception, Is.TypeOf<FormatException>());
            Assert.That(cancelling.IsCancelled && leaving.IsCancelled);
            await Sim.Yield();
        });
    }

    [Test]
    public void WrapFuture_OfATaskThatAnotherThreadEnds_IsNamed()
    {
        RunReport report = Simulation.Observe(async Coroutine () =>
        {
            var source = new TaskCompletionSource();
            Sim.Loop.CallSoon(() =>
            {
                var thread = new Thread(source.SetResult);
                thread.Start();
                thread.Join();
            });
            await Sim.WrapFuture(source.Task);
        });

        Assert.That(report.Exception, Is.TypeOf<UncontrolledConcurrencyException>());
    }

    [Test]
    public void Await_OfAFutureOfAnotherRun_IsAnError()
    {
        SimFuture<int>? other = null;
        Simulation.Run(async Coroutine () =>
        {
            other = new SimFuture<int>();
            await Sim.Yield();
        });

        RunReport report = Simulation.Observe(async Coroutine () => await other!);
        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("another simulation"));
    }

    [Test]
    public void Await_OfItself_IsAnError()
    {
        RunReport report = Simulation.Observe(async Coroutine () => await Sim.CurrentTask!.Future);

        Assert.That(report.Exception, Is.TypeOf<InvalidOperationException>().With.Message.Contains("cannot await itself"));
    }
}
