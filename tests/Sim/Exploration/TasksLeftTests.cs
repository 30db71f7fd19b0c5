namespace SimAsync.Tests.Exploration;

/// <summary>What is left running when main has ended, if a run is to leave nothing.</summary>
public sealed class TasksLeftTests
{
    private static readonly RunOptions NoneLeft = new() { NoTasksLeft = true };

    [Test]
    public void Left_ACoroutineThatSleeps_FailsTheRunAndIsListed()
    {
        RunReport report = Simulation.Observe(
            async Coroutine () =>
            {
                _ = Sim.CreateTask(Background(), "worker");
                await Sim.Yield();
            },
            NoneLeft);

        Assert.That(report.Exception, Is.TypeOf<TasksLeftException>());
        Assert.That(((TasksLeftException)report.Exception!).Waits.Select(static wait => wait.Name), Is.EqualTo(["worker"]));

        static async Coroutine Background() => await Sim.Sleep(1000);
    }

    [Test]
    public void Left_AnAsyncMethodThatWaitsForATimer_IsListedWithItsLine([Values] bool given)
    {
        RunReport report = Simulation.Observe(
            async () =>
            {
                _ = Background();
                await Task.Yield();

                async Task Background() => await (given ? Task.Delay(TimeSpan.FromSeconds(1), Sim.TimeProvider) : Task.Delay(1000));
            },
            NoneLeft);

        var left = report.Exception as TasksLeftException;
        Assert.That(left, Is.Not.Null);
        Assert.That(left!.Waits.Single().At?.ToString(), Does.StartWith("TasksLeftTests.cs:"));
    }

    [Test]
    public void Left_ABlockedStep_IsListed()
    {
        RunReport report = Simulation.Observe(
            async () =>
            {
                _ = Task.Run(static () => new SemaphoreSlim(0).Wait());
                await Task.Delay(1);
            },
            NoneLeft);

        Assert.That(report.Exception, Is.TypeOf<TasksLeftException>());
        Assert.That(report.Exception!.Message, Does.Contain("SemaphoreSlim.Wait"));
    }

    [Test]
    public void Left_WhatIsReadyRunsFirst_AndIsNotLeft()
    {
        bool ended = false;
        RunReport report = Simulation.Observe(
            async () =>
            {
                _ = Task.Run(async () =>
                {
                    await Task.Yield();
                    ended = true;
                });
                await Task.Yield();
            },
            NoneLeft);

        Assert.That(report.Exception, Is.Null);
        Assert.That(ended);
    }

    [Test]
    public void Left_MainFailed_ItsOwnExceptionIsTold()
    {
        RunReport report = Simulation.Observe(
            async () =>
            {
                _ = Task.Delay(1000).ContinueWith(static _ => { }, TaskScheduler.Default);
                await Task.Yield();
                throw new FormatException();
            },
            NoneLeft);

        Assert.That(report.Exception, Is.TypeOf<FormatException>());
    }
}
