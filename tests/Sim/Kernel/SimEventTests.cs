using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using SimAsync.Kernel;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Kernel;

/// <summary>What the simulation itself logs.</summary>
public sealed partial class SimEventTests
{
    private readonly HeardLog heard = new();

    [Test]
    public void Events_OfARunAtTrace_AreAllInOrderWithTheCodesOwn()
    {
        Run(LogLevel.Trace, static async Coroutine () =>
        {
            ILogger log = Sim.LoggerFactory.CreateLogger("Shop");
            log.LogInformation("Open");
            SimTask task = Sim.CreateTask(Wait(), "waiter");
            await Sim.Sleep(1);
            log.LogInformation("Closing");
            task.Cancel("enough");
            _ = Sim.Fault("the lights go out");
        });

        Assert.That(string.Join('\n', heard.Lines.Select(static line => Line().Replace(line, ".cs:N"))), Is.EqualTo(
            """
            Debug 20 RunBegan: A run begins, with seed 7
            Debug 30 TaskCreated: [00:00:00, step 0] root.1 'main' was created
            Trace 40 StepRuns: [00:00:00, step 1] root.1 'main' starts RunEngine.Enter
            Information 0 : Open
            Debug 30 TaskCreated: [00:00:00, step 1] root.1.1 'waiter' was created
            Trace 41 TaskSuspended: [00:00:00, step 1] root.1 'main' waits for a sleep
            Trace 40 StepRuns: [00:00:00, step 2] root.1.1 'waiter' starts SimEventTests.Wait
            Trace 41 TaskSuspended: [00:00:00, step 2] root.1.1 'waiter' waits for a sleep
            Debug 34 TimeMoved: [00:00:00.0010000, step 3] Time has moved from 00:00:00
            Trace 40 StepRuns: [00:00:00.0010000, step 3] root.1 'main' timer of a sleep
            Trace 40 StepRuns: [00:00:00.0010000, step 4] root.1 'main' resumes SimEventTests.Events_OfARunAtTrace_AreAllInOrderWithTheCodesOwn (lambda) at SimEventTests.cs:N
            Information 0 : Closing
            Debug 32 CancelRequested: [00:00:00.0010000, step 4] root.1.1 'waiter' was asked to cancel itself: enough
            Debug 33 ChoiceMade: [00:00:00.0010000, step 4] root.1 chose 0 of 2 for the lights go out
            Debug 31 TaskEnded: [00:00:00.0010000, step 4] root.1 'main' has ended: done
            Trace 40 StepRuns: [00:00:00.0010000, step 5] root.1.1 'waiter' resumes SimEventTests.Wait at SimEventTests.cs:N
            Debug 31 TaskEnded: [00:00:00.0010000, step 5] root.1.1 'waiter' has ended: cancelled
            Trace 40 StepRuns: [00:00:00.0010000, step 6] bookkeeping of Stopper
            Debug 21 RunEnded: [00:00:00.0010000, step 6] The run has ended: it passed
            """));
    }

    [Test]
    public void Events_OfARunAtDebug_AreWithoutItsSteps()
    {
        Run(LogLevel.Debug, static async Coroutine () =>
        {
            await Sim.CreateTask(Wait(), "waiter");
            Assert.That(Sim.Loop.StepTrace, Is.Null);
        });

        Assert.That(heard.Entries.Select(static entry => entry.Event.Name), Is.EqualTo(["RunBegan", "TaskCreated", "TaskCreated", "TimeMoved", "TaskEnded", "TaskEnded", "RunEnded"]));
    }

    [Test]
    public void Events_OfARunAtInformation_AreNone_AndNothingIsKept()
    {
        RunReport report = Run(LogLevel.Information, static async Coroutine () =>
        {
            await Sim.Yield();
            Assert.That((Sim.Loop.Trace, Sim.Loop.StepTrace), Is.EqualTo(((List<TraceEvent>?)null, (List<TraceEvent>?)null)));
        });

        Assert.That((report.Exception, heard.Entries.Count), Is.EqualTo(((Exception?)null, 0)));
    }

    [Test]
    public void Trace_OfTheReport_HangsOnItsOptionAlone()
    {
        RunReport unlogged = Simulation.Observe(Wait, new RunOptions { Trace = true });
        using ILoggerFactory own = HeardLog.Factory(heard);
        RunReport logged = Simulation.Observe(Wait, new RunOptions { Trace = true, LoggerFactory = own });

        Assert.That(logged.Trace, Is.EqualTo(unlogged.Trace).And.Not.Empty);
        Assert.That(Simulation.Observe(Wait, new RunOptions { LoggerFactory = own }).Trace, Is.Empty);
    }

    [Test]
    public void Events_OfEveryRun_AreItsBeginningAndItsEnd()
    {
        using ILoggerFactory own = HeardLog.Factory(heard);
        Simulation.Explore(static async Coroutine () => await Sim.Yield(), new ExploreOptions { LoggerFactory = own, Runs = 2, LogEveryRun = true, DeterminismSample = 0 });

        Assert.That(heard.Entries.Select(static entry => entry.Event.Name), Is.EqualTo(["ExplorationBegan", "RunBegan", "RunEnded", "RunBegan", "RunEnded", "ExplorationEnded"]));
    }

    [Test]
    public void Events_OfAnExploration_AreItsBeginningItsFailureAndItsEnd()
    {
        using ILoggerFactory own = HeardLog.Factory(heard, LogLevel.Information);
        ExploreReport report = Simulation.Explore(
            static async Coroutine () =>
            {
                int count = 0;
                await Sim.Gather(Add(), Add(), Add());
                if (count != 3)
                {
                    throw new FormatException("one is lost");
                }

                async Coroutine Add()
                {
                    int before = count;
                    await Sim.Yield();
                    count = before + 1;
                }
            },
            new ExploreOptions { LoggerFactory = own, Strategy = Strategy.Random });

        SimulationFailure failure = report.Failure!;
        Assert.That(heard.Lines, Is.EqualTo([
            "Information 10 ExplorationBegan: An exploration begins: at most 1000 runs by random, seed 0",
            $"Information 12 FailureFound: Run {failure.Run} failed, with {failure.DeviationsFound} steps out of order: FormatException: one is lost",
            $"Information 13 FailureShrunk: The failure of run {failure.Run} was shrunk to {failure.Deviations} steps out of order in {failure.ShrinkRuns} runs: {failure.ReplayCode}",
            $"Information 11 ExplorationEnded: The exploration has ended: {report.Runs} runs, and run {failure.Run} failed",
        ]));
    }

    [Test]
    public void Events_OfAnExplorationThatFindsNothing_EndWithItsReport()
    {
        using ILoggerFactory own = HeardLog.Factory(heard, LogLevel.Trace);
        Simulation.Explore(static async Coroutine () => await Sim.Yield(), new ExploreOptions { LoggerFactory = own, Runs = 5 });

        Assert.That(heard.Lines, Is.EqualTo([
            "Information 10 ExplorationBegan: An exploration begins: at most 5 runs by portfolio, seed 0",
            "Information 11 ExplorationEnded: The exploration has ended: 5 runs, and none failed.",
        ]));
    }

    [Test]
    public void Warnings_OfARun_AreLoggedAsTheyAre()
    {
        Run(LogLevel.Information, static async Coroutine () =>
        {
            _ = Wait();
            Sim.Loop.CallSoon(static () => throw new FormatException("no"));
            await Sim.Yield();
        });

        Assert.That(heard.Lines.Select(static line => line.Split('\'')[0]), Is.EqualTo([
            "Error 2 WentWrong: [00:00:00, step 2, (null)] The callback SimEventTests.Warnings_OfARun_AreLoggedAsTheyAre (lambda) threw FormatException: no",
            "Warning 1 Warned: [00:00:00, step 4, (null)] The coroutine SimEventTests.Wait was never awaited: nothing of it has run. RunOptions.Debug tells where it was made.",
        ]));
    }

    [Test]
    public void Document_ItsTable_IsWhatIsLogged()
    {
        string document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "logging.md"));
        IEnumerable<string> logged = typeof(SimEvents).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()!).OrderBy(static message => message.EventId)
            .Select(static message => $"{message.EventId} {message.EventName} {message.Level} {string.Join(' ', Hole().Matches(message.Message).Select(static hole => hole.Value))}".TrimEnd());

        Assert.That(Row().Matches(document).Select(static row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value} {string.Join(' ', Hole().Matches(row.Groups[4].Value).Select(static hole => hole.Value))}".TrimEnd()), Is.EqualTo(logged));
    }

    private static async Coroutine Wait() => await Sim.Sleep(1000);

    private RunReport Run(LogLevel least, Func<Coroutine> main)
    {
        using ILoggerFactory own = HeardLog.Factory(heard, least);
        return Simulation.Observe(main, new RunOptions { LoggerFactory = own, Seed = 7 });
    }

    [GeneratedRegex(@"\.cs:\d+")]
    private static partial Regex Line();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^\| (\d+) \| `(\w+)` \| (\w+) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
