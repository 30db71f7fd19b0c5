using SimAsync.Exploration;
using SimAsync.Traces;

namespace SimAsync.Tests.Exploration;

/// <summary>Why a run failed: the nearest that passes, the latest deviation, and the message that is made of them.</summary>
public sealed class ExplanationTests
{
    [Test]
    public void Passing_OfAFailure_PassesAndBeginsAlike()
    {
        SimulationFailure failure = Simulation.Explore(PaidAndCancelled).Failure!;

        Assert.That(failure.Passing, Is.Not.Null);
        Assert.That(failure.Passing!.Exception, Is.Null);
        TraceDocument document = TraceMaker.Of(failure, null, null);
        int agree = document.Failure!.Agree!.Value;
        Assert.That(agree, Is.GreaterThan(0));
        for (int i = 0; i < agree; i++)
        {
            (TraceStep failing, TraceStep passing) = (document.Runs[0].Steps[i], document.Runs[1].Steps[i]);
            Assert.That((failing.Method, failing.At, failing.Ticks), Is.EqualTo((passing.Method, passing.At, passing.Ticks)));
        }

        Assert.That(document.Failure.Why, Does.StartWith($"Both runs agree for {agree} steps. Then the one that passes ran ").And.Contain("Pay").And.Contain("Cancel").And.Contain(".cs:"));
    }

    [Test]
    public void Passing_WhereTheOrderMakesNoDifference_IsNone()
    {
        SimulationFailure failure = Simulation.Explore(static async () =>
        {
            await Task.WhenAll(Task.Run(static () => { }), Task.Run(static () => { }));
            throw new InvalidOperationException("always");
        }).Failure!;

        Assert.That(failure.Passing, Is.Null);
        Assert.That(failure.ToString(), Does.Contain("It fails in order, and no run was found that passes with one step out of order."));
    }

    [Test]
    public void Passing_WithoutShrinking_IsNotLookedFor() =>
        Assert.That(Simulation.Explore(PaidAndCancelled, new ExploreOptions { Shrink = false }).Failure!.Passing, Is.Null);

    [Test]
    public void Why_OfAFault_TellsTheAnswers()
    {
        SimulationFailure failure = Simulation.Explore(static async () =>
        {
            await Task.Yield();
            if (Sim.Fault("the disk is full", 0.5))
            {
                throw new IOException("full");
            }
        }).Failure!;

        Assert.That(failure.ToString(), Does.Contain("the one that passes chose 0 of 2 for the disk is full; this one chose 1 of 2 for the disk is full"));
    }

    [Test]
    public void Why_OfAnInjectedCancellation_TellsIt()
    {
        SimulationFailure failure = Simulation.Explore(static async () =>
        {
            using var source = new CancellationTokenSource();
            using var offer = Sim.MayCancel(source, "the request");
            bool isOpen = true;
            try
            {
                await Task.Delay(10, source.Token);
                isOpen = false;
            }
            catch (OperationCanceledException)
            {
            }

            if (isOpen)
            {
                throw new InvalidOperationException("left open");
            }
        }).Failure!;

        Assert.That(failure.ToString(), Does.Contain("In this one then the simulation cancelled the request; in the one that passes it went on."));
    }

    // The latest step at which it can still go well is when the second reads; an earlier one out of order does as well.
    [Test]
    public void LatestDeviation_OfEquallyShortRuns_IsTheOneTold()
    {
        SimulationFailure failure = Simulation.Explore(static async () =>
        {
            int value = 0;
            async Task Write()
            {
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
                value = 1;
            }

            async Task Read()
            {
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
                if (value == 0)
                {
                    throw new InvalidOperationException("read too early");
                }
            }

            await Task.WhenAll(Write(), Read());
        }).Failure!;
        TraceRun run = TraceMaker.Of(failure, null, null).Runs[0];
        TraceStep marked = run.Steps.Single(static step => step.InsteadOf is not null);

        Assert.That(failure.Deviations, Is.EqualTo(1));
        Assert.That(run.Lanes[marked.Lane].Name, Is.EqualTo("Read"));
        Assert.That(marked.Deeds.Select(static deed => deed.Kind), Does.Contain(TraceDeedKind.Ended), "the step that reads");
    }

    [Test]
    public void Message_OfALongRun_HasFortyLinesAndTheStepsThatMatter()
    {
        SimulationFailure failure = Simulation.Explore(static async () =>
        {
            for (int i = 0; i < 300; i++)
            {
                await Task.Delay(1);
            }

            await PaidAndCancelled();
            for (int i = 0; i < 10; i++)
            {
                await Task.Delay(1);
            }
        }).Failure!;
        string[] lines = failure.ToString().Split('\n');

        Assert.That(lines, Has.Length.LessThanOrEqualTo(40));
        Assert.That(lines, Has.One.StartsWith("  > "), "the step out of order");
        Assert.That(lines, Has.Some.Contains("steps more"));
    }

    [Test]
    public void Message_OfAVeryLongException_IsCut()
    {
        string text = string.Join('\n', Enumerable.Range(0, 500).Select(static line => $"line {line} {new string('x', 500)}"));
        SimulationFailure failure = Simulation.Explore(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException(text);
        }).Failure!;
        string[] lines = failure.ToString().Split('\n');

        Assert.That(lines, Has.Length.LessThanOrEqualTo(40).And.All.Length.LessThanOrEqualTo(160));
        Assert.That(lines, Has.One.Contains("lines more"));
        Assert.That(lines[^1], Does.StartWith("  Play it again: "));
    }

    private static async Task PaidAndCancelled()
    {
        bool paid = false;
        bool cancelled = false;
        async Task Pay()
        {
            if (!cancelled)
            {
                await Task.Delay(50);
                paid = true;
            }
        }

        async Task Cancel()
        {
            await Task.Delay(50);
            if (!paid)
            {
                cancelled = true;
            }
        }

        await Task.WhenAll(Pay(), Cancel());
        if (paid && cancelled)
        {
            throw new InvalidOperationException("both");
        }
    }
}
