namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/two-models.md.</summary>
public sealed class TwoModelsSnippets
{
    // docs: models-coroutine
    [Test]
    public void Coroutine_StartedThreeWays() => Simulation.Run(async Coroutine () =>
    {
        var log = new List<string>();
        async Coroutine Say(string word)
        {
            log.Add(word);
            await Sim.Yield();
        }

        Coroutine later = Say("later");           // Nothing runs.
        SimTask task = Sim.CreateTask(Say("task")); // Runs by itself, from a step of its own.
        await Say("at once");                     // Runs here, inside this task.
        await task;
        await later;

        Assert.That(log, Is.EqualTo(["at once", "task", "later"]));
    });
    // docs end

    // docs: models-hops
    [Test]
    public void SetResult_Inline_GoesOnBeforeItReturns() => Simulation.Run(async () =>
    {
        var log = new List<string>();
        async Task Wait(Task signal, string name)
        {
            await signal;
            log.Add(name);
        }

        var inline = new TaskCompletionSource();
        var posted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task all = Task.WhenAll(Wait(inline.Task, "inline"), Wait(posted.Task, "posted"));

        posted.SetResult(); // Makes a step ready.
        inline.SetResult(); // Runs what awaits it, here and now.
        log.Add("set");
        await all;

        Assert.That(log, Is.EqualTo(["inline", "set", "posted"]));
    });
    // docs end

    // docs: models-mixed
    [Test]
    public void Mixed_EachAwaitsTheOther() => Simulation.Run(async Coroutine () =>
    {
        async Task<int> Plain()
        {
            await Sim.Sleep(10);
            return 1;
        }

        async Coroutine<int> Own() => await Plain() + 1; // A coroutine awaits a plain task.

        async Task<int> PlainAgain() => await Own() + 1; // Plain code awaits a coroutine, which becomes a task.

        Assert.That(await PlainAgain(), Is.EqualTo(3));
    });
    // docs end

    // docs: models-cancel
    [Test]
    public void Cancel_ASleepingTask_CleansUpAndEnds() => Simulation.Run(async Coroutine () =>
    {
        var log = new List<string>();
        async Coroutine Work()
        {
            try
            {
                await Sim.Sleep(TimeSpan.FromHours(1));
            }
            finally
            {
                await Sim.Sleep(5); // Cleaning up may await.
                log.Add($"cleaned up at {Sim.Now.TotalMilliseconds} ms");
            }
        }

        SimTask task = Sim.CreateTask(Work());
        await Sim.Sleep(10);
        task.Cancel();
        Assert.That(task.IsDone, Is.False); // It was asked, and has not had its turn.
        await Sim.Wait([task]);

        Assert.That(task.IsCancelled);
        Assert.That(log, Is.EqualTo(["cleaned up at 15 ms"]));
    });
    // docs end

    // docs: models-timeout
    [Test]
    public void Timeout_CancelsTheBlock() => Simulation.Run(async Coroutine () =>
    {
        bool late = false;
        try
        {
            await Sim.Timeout(TimeSpan.FromSeconds(1), async () => await Sim.Sleep(TimeSpan.FromSeconds(2)));
        }
        catch (TimeoutException)
        {
            late = true;
        }

        Assert.That(late);
        Assert.That(Sim.Now, Is.EqualTo(TimeSpan.FromSeconds(1)));
    });
    // docs end

    // docs: models-context
    [Test]
    public void AsyncLocal_CopiedIntoATask_SharedWithAnAwaitedCoroutine() => Simulation.Run(async Coroutine () =>
    {
        var user = new AsyncLocal<string> { Value = "main" };
        async Coroutine Become(string name)
        {
            user.Value = name;
            await Sim.Yield();
        }

        await Sim.CreateTask(Become("task")); // A task has its own copy.
        Assert.That(user.Value, Is.EqualTo("main"));

        await Become("awaited"); // An awaited coroutine runs in this task, and in its context.
        Assert.That(user.Value, Is.EqualTo("awaited"));
    });
    // docs end
}
