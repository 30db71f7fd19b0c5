using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using SimAsync.FsCheck;
using SimAsync.Scheduler;

namespace SimAsync.Tests.FsCheck;

/// <summary>Properties from code: what is found, what is shrunk, and how often each input runs.</summary>
public sealed class SimPropTests
{
    private static readonly Arbitrary<int> Ints = ArbMap.Default.ArbFor<int>();

    [Test]
    public void ForAll_EachKindOfBody_PassesAndFails()
    {
        var few = new SimPropertyOptions { Runs = 20 };
        Property[] passing =
        [
            SimProp.ForAll(Ints, async _ => await Task.Delay(1), few),
            SimProp.ForAll(Ints, async number => await Later(number) == number, few),
            SimProp.ForAll(Ints, async number => (await Later(number) == number).ToProperty(), few),
            SimProp.ForAll(Ints, async Coroutine (_) => await Sim.Sleep(1), few),
            SimProp.ForAll(Ints, async Coroutine<bool> (number) => await Later(number) == number, few),
            SimProp.ForAll(Ints, async Coroutine<Property> (number) => (await Later(number) == number).ToProperty(), few),
        ];
        Property[] failing =
        [
            SimProp.ForAll(Ints, async number => Small(await Later(number)), few),
            SimProp.ForAll(Ints, async number => await Later(number) < 10, few),
            SimProp.ForAll(Ints, async number => (await Later(number) < 10).ToProperty(), few),
            SimProp.ForAll(Ints, async Coroutine (number) => Small(await Later(number)), few),
            SimProp.ForAll(Ints, async Coroutine<bool> (number) => await Later(number) < 10, few),
            SimProp.ForAll(Ints, async Coroutine<Property> (number) => (await Later(number) < 10).ToProperty(), few),
        ];

        Assert.That(passing.Select(static property => SimCheck.Run(property).ToString()), Is.All.EqualTo("Ok, passed 100 tests.\nIn 2000 runs."));
        Assert.That(failing.Select(static property => SimCheck.Run(property).Failure?.Input[0]), Is.All.EqualTo(10));

        static async Task<int> Later(int number)
        {
            await Task.Delay(Math.Abs(number % 7));
            return number;
        }

        // Not an assertion: NUnit counts those that fail, whoever catches them.
        static void Small(int number)
        {
            if (number >= 10)
            {
                throw new InvalidOperationException($"{number} is large");
            }
        }
    }

    [Test]
    public void Run_InterleavingLosesAnUpdate_ShrinksInputAndScheduleBoth()
    {
        SimCheckReport report = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept));

        SimPropertyFailure failure = report.Failure!;
        int[] shrunk = (int[])failure.Input[0]!;

        // Nothing that the shrinker gives for it fails: it has two numbers, and one is the smallest that is not 0.
        Assert.That(shrunk, Has.Length.EqualTo(2));
        Assert.That(shrunk.Order(), Is.EqualTo(new[] { 0, 1 }).Or.EqualTo(new[] { 1, 1 }));
        Assert.That(failure.Simulation.Deviations, Is.EqualTo(1));
        Assert.That((int[])failure.Original[0]!, Has.Length.GreaterThanOrEqualTo(2));
        Assert.That(failure.Simulation.Exception, Is.TypeOf<FalsifiedException>());
        Assert.That(report.ToString(), Does.Contain($"[{shrunk[0]}, {shrunk[1]}]").And.Contain("1 out of order").And.Contain(failure.ReplayCode));
        Assert.That(() => report.ThrowIfFailed(), Throws.TypeOf<SimPropertyFailedException>().With.Message.EqualTo(failure.ToString()).And.InnerException.TypeOf<FalsifiedException>());
    }

    [Test]
    public void Replay_TheCodeAlone_RunsThatInputOnceInThatInterleaving()
    {
        SimPropertyFailure failure = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept)).Failure!;
        var inputs = new List<int[]>();
        Property again = SimProp.ForAll(
            Checks.Numbers,
            numbers =>
            {
                inputs.Add([.. numbers]);
                return Checks.SumIsKept(numbers);
            },
            new SimPropertyOptions { Replay = failure.ReplayCode });

        SimCheckReport report = SimCheck.Run(again);

        Assert.That(inputs, Is.EqualTo(new[] { (int[])failure.Input[0]! }));
        Assert.That(report.Failure!.Input, Is.EqualTo(failure.Input));
        Assert.That(report.Failure.Original, Is.EqualTo(failure.Original));
        Assert.That(report.Failure.ReplayCode, Is.EqualTo(failure.ReplayCode));
        Assert.That((report.Failure.Simulation.Steps, report.Failure.Simulation.Deviations), Is.EqualTo((failure.Simulation.Steps, failure.Simulation.Deviations)));
        Assert.That(report.ToString(), Does.Contain("This was a replay: "));
    }

    [Test]
    public void Replay_TheBugIsMended_PassesAndSaysSo()
    {
        string code = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept)).Failure!.ReplayCode;

        SimCheckReport report = SimCheck.Run(
            SimProp.ForAll(Checks.Numbers, async numbers => await Checks.SumIsKept(numbers) || true, new SimPropertyOptions { Replay = code }),
            Config.Quick.WithMaxTest(1).WithRunner(new Quiet()));

        Assert.That(report.Result.IsPassed);
        Assert.That(report.Notes.Single(), Does.StartWith($"Played again from {code}, and passed, in "));
    }

    [Test]
    public void Replay_TheCodeUnderTestHasOtherSteps_SaysWhichDoNotFit()
    {
        string code = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept)).Failure!.ReplayCode;

        SimCheckReport report = SimCheck.Run(SimProp.ForAll(
            Checks.Numbers,
            async numbers =>
            {
                await Task.WhenAll(Enumerable.Range(0, 9).Select(static async _ => await Sim.Yield()));
                return numbers.Length > 0;
            },
            new SimPropertyOptions { Replay = code }));

        Assert.That(report.Failure!.Simulation.Exception, Is.TypeOf<ReplayDivergedException>());
    }

    [Test]
    public void Run_TheInputIsChangedByARun_EachRunHasItsOwn()
    {
        SimCheckReport report = SimCheck.Run(SimProp.ForAll(Checks.Numbers, static async numbers =>
        {
            bool isClean = Array.TrueForAll(numbers, static number => number != int.MinValue);
            await Sim.Yield();
            Array.Fill(numbers, int.MinValue);
            return isClean && numbers.Length < 4;
        }));

        // Shrinking, too, begins with what was generated, not with what a run left of it.
        Assert.That((int[])report.Failure!.Input[0]!, Is.EqualTo(new int[4]));
    }

    [Test]
    public void Run_ConditionLabelsAndClassification_AreFsChecks()
    {
        SimCheckReport report = SimCheck.Run(SimProp.ForAll(Ints, async number =>
        {
            await Sim.Yield();
            return (number % 2 == 0).ToProperty().When(number % 2 == 0).Classify(number > 20, "large").Collect(number % 4 == 0);
        }));

        Assert.That(report.Result.IsPassed, report.ToString());
        string[] lines = report.ToString().Split('\n');
        Assert.That(lines[0], Is.EqualTo("Ok, passed 100 tests."));
        Assert.That(lines[1..^1], Has.Some.Match(@"^\d+% (false|true), large\.$|^\d+% large, (false|true)\.$").And.Some.Match(@"^\d+% (false|true)\.$"));

        SimPropertyFailure failure = SimCheck.Run(SimProp.ForAll(Ints, async number =>
        {
            await Sim.Yield();
            return (number < 5).ToProperty().Label("below five").And((number > -500).ToProperty().Label("not deep"));
        })).Failure!;

        Assert.That(failure.Labels, Is.EqualTo(["below five"]));
        Assert.That(failure.Input[0], Is.EqualTo(5));
        Assert.That(failure.ToString(), Does.Contain("Labels of what does not hold: below five"));
    }

    [Test]
    public void Run_RejectedInputs_CountAsFsCheckCounts()
    {
        int runs = 0;
        SimCheckReport report = SimCheck.Run(
            SimProp.ForAll(Ints, async _ =>
            {
                runs++;
                await Sim.Yield();
                return true.When(false);
            }),
            Config.Quick.WithMaxRejected(30).WithRunner(new Quiet()));

        Assert.That(report.IsExhausted);
        Assert.That(report.ToString(), Is.EqualTo("Arguments exhausted after 0 tests."));
        Assert.That(() => report.ThrowIfFailed(), Throws.InvalidOperationException.With.Message.Contains("exhausted"));

        // One run each, and that made twice, to compare them.
        Assert.That((report.Runs, runs), Is.EqualTo((30, 60)));
    }

    [Test]
    public void Run_DiscardedInALaterRun_DoesNotEndTheInput()
    {
        int runs = 0;
        SimCheckReport report = SimCheck.Run(SimProp.ForAll(Ints, async _ =>
        {
            await Sim.Yield();
            return ++runs % 50 != 0 ? true.ToProperty() : true.When(false);
        }, new SimPropertyOptions { DeterminismSample = 0 }), Config.Quick.WithMaxTest(3).WithRunner(new Quiet()));

        Assert.That(report.Result.IsPassed);
        Assert.That(report.Runs, Is.EqualTo(300));
    }

    [Test]
    public void Run_SameSeed_SameText_OtherSeed_OtherInputs()
    {
        string first = Checks.Report(0);

        Assert.That(Checks.Report(0), Is.EqualTo(first));
        Assert.That(Checks.Report(1), Is.Not.EqualTo(first));
        Assert.That(Enumerable.Range(0, 5).Select(static seed => Checks.Report((ulong)seed)).Distinct().Count(), Is.EqualTo(5));
    }

    [Test]
    public void Run_ReplayOfFsCheck_StartsThere()
    {
        List<int> Inputs(Config config)
        {
            var inputs = new List<int>();
            SimCheck.Run(
                SimProp.ForAll(Ints, async number =>
                {
                    inputs.Add(number);
                    await Sim.Yield();
                }, new SimPropertyOptions { Runs = 1, DeterminismSample = 0 }),
                config.WithRunner(new Quiet()));
            return inputs;
        }

        Config other = Config.Quick.WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(7, 9), FSharpOption<int>.None)));
        List<int> there = Inputs(other);
        List<int> here = Inputs(Config.Quick);
        Assert.That(here, Has.Count.EqualTo(100).And.Not.EqualTo(there));
        Assert.That(Inputs(other), Is.EqualTo(there));
        Assert.That(Inputs(Config.Quick), Is.EqualTo(here));
    }

    [Test]
    public void ForAll_CheckedByFsCheckItself_TellsAllOfIt()
    {
        var told = new Quiet();

        // FsCheck by itself draws another seed each time, and of some the first input is the smallest.
        Check.One(Config.Quick.WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(7, 9), FSharpOption<int>.None))).WithRunner(told), SimProp.ForAll(Checks.Numbers, Checks.SumIsKept));

        var failed = (TestResult.Failed)told.Result!;
        var exception = (SimPropertyFailedException)((Outcome.Failed)failed.Item4).Item;
        string text = Runner.onFinishedToString("", failed);
        Assert.That(text, Does.Contain("Original:").And.Contain("Shrunk:").And.Contain("out of order").And.Contain(exception.Failure.ReplayCode));
        Assert.That((int[])exception.Failure.Input[0]!, Has.Length.EqualTo(2));
        Assert.That(text, Does.Contain($"Shrunk:{Environment.NewLine}[{string.Join(", ", (int[])exception.Failure.Input[0]!)}]"));
    }

    [Test]
    public void ForAll_PartOfAProperty_IsCheckedWithTheRest()
    {
        Property both = SimProp.ForAll(Ints, async _ => await Sim.Yield()).And(SimProp.ForAll(Ints, async number => await Task.FromResult(number < 30)));
        SimPropertyFailure failure = SimCheck.Run(both).Failure!;

        // FsCheck shrinks the two together, candidate by candidate, as far as both have some.
        Assert.That((int)failure.Input[0]!, Is.GreaterThanOrEqualTo(30));
        Assert.That(SimCheck.Run(SimProp.ForAll(Ints, async _ => await Sim.Yield()).And(SimProp.ForAll(Ints, async number => await Task.FromResult(number < 30), new SimPropertyOptions { Replay = failure.ReplayCode }))).Failure!.Input, Is.EqualTo(failure.Input));
        Assert.That(SimCheck.Run(SimProp.ForAll(Ints, async _ => await Sim.Yield()).And(false.ToProperty())).Exception, Is.Not.Null.And.Not.TypeOf<SimPropertyFailedException>());
    }

    [Test]
    public void Run_ShrinkIsOff_LeavesTheScheduleAndShrinksTheInput()
    {
        SimPropertyFailure failure = SimCheck.Run(SimProp.ForAll(Checks.Numbers, Checks.SumIsKept, new SimPropertyOptions { Shrink = false })).Failure!;

        Assert.That((failure.Simulation.ShrinkRuns, failure.Simulation.Deviations), Is.EqualTo((0, failure.Simulation.DeviationsFound)));
        Assert.That((int[])failure.Input[0]!, Has.Length.EqualTo(2));
    }

    [Test]
    public void Run_ShrinkingLeadsToAnotherFailure_SaysWhatTheOriginalFailedWith()
    {
        SimPropertyFailure failure = SimCheck.Run(SimProp.ForAll(Arb.From(Gen.Choose(50, 99), static number => number > 1 ? [number / 2] : []), async number =>
        {
            await Sim.Yield();
            throw number > 40 ? new NotSupportedException("large") : new FormatException("small");
        })).Failure!;

        Assert.That(failure.ToString(), Does.StartWith("The property does not hold: FormatException: small").And.Contain("and failed with NotSupportedException: large"));
    }

    [Test]
    public void Run_GeneratorFails_IsThrownWithSizeAndSeed() =>
        Assert.That(
            () => SimCheck.Run(SimProp.ForAll(Arb.From(Gen.Choose(1, 3).Select(int (number) => throw new NotSupportedException($"no {number > 0}"))), async _ => await Sim.Yield())),
            Throws.TypeOf<InputException>().With.Message.Match(@"^The generator of Arbitrary<Int32> failed, at size \d+ with seed \d+: NotSupportedException: no True$"));

    [Test]
    public void Run_ShrinkerFails_IsNotedAndTheFailureTold()
    {
        SimCheckReport report = SimCheck.Run(SimProp.ForAll(
            Arb.From(Gen.Choose(5, 9), static number => number > 5 ? [number - 1] : throw new NotSupportedException("no less")),
            async number => await Task.FromResult(number < 3)));

        Assert.That(report.Failure!.Input, Is.EqualTo(new object[] { 5 }));
        Assert.That(report.Notes.Single(), Does.StartWith("The shrinker of Arbitrary<Int32> failed, for 5: NotSupportedException: no less"));
    }

    [Test]
    public void Run_ShrinkerThatNeverEnds_IsCutByFsCheck()
    {
        static IEnumerable<int> Same(int number)
        {
            while (true)
            {
                yield return number;
            }
        }

        // FsCheck tries 5000 candidates. Each fails, so each is a step on the way.
        SimPropertyFailure failure = SimCheck.Run(SimProp.ForAll(Arb.From(Gen.Constant(1), Same), async _ => await Task.FromResult(false), new SimPropertyOptions { DeterminismSample = 0 })).Failure!;

        Assert.That(failure.Shrinks, Is.EqualTo(5000));
        Assert.That(SimCheck.Run(SimProp.ForAll(Arb.From(Gen.Constant(1), Same), async _ => await Task.FromResult(false), new SimPropertyOptions { Replay = failure.ReplayCode })).Failure!.Shrinks, Is.EqualTo(5000));
    }

    [Test]
    public void Run_InsideASimulation_SaysThatItCannot() =>
        Assert.That(
            () => Simulation.Run(async () =>
            {
                await Sim.Yield();
                SimCheck.One(SimProp.ForAll(Ints, async _ => await Sim.Yield()));
            }),
            Throws.InvalidOperationException);

    [TestCase(0, 1, 1, 1, "MaxTest")]
    [TestCase(1, 0, 1, 1, "MaxRejected")]
    [TestCase(1, 1, -1, 1, "StartSize")]
    [TestCase(1, 1, 1, -1, "EndSize")]
    public void Run_ConfigurationWithoutSense_IsRefused(int maxTest, int maxRejected, int startSize, int endSize, string name) =>
        Assert.That(
            () => SimCheck.Run(true.ToProperty(), Config.Quick.WithMaxTest(maxTest).WithMaxRejected(maxRejected).WithStartSize(startSize).WithEndSize(endSize)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(name));

    [Test]
    public void Options_EachThatIsWrong_IsRefusedWhenItIsSet()
    {
        Assert.That(() => new SimPropertyOptions { Runs = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SimPropertyOptions { Replay = "" }, Throws.TypeOf<ReplayCodeException>().With.Message.Contains("empty"));
        Assert.That(new SimPropertyOptions().Runs, Is.EqualTo(100));
        Assert.That((new SimPropertyOptions { Seed = 3 } with { Runs = 7 }).Seed, Is.EqualTo(3));
    }

    [Test]
    public void Run_OtherCultures_TheSameText()
    {
        Property Fractions() => SimProp.ForAll(Arb.From(Gen.Choose(3, 9).Select(static number => (number / 2.0, new DateTime(2026, 1, 2)))), async input => await Task.FromResult(input.Item1 < 0));
        string here = SimCheck.Run(Fractions()).ToString();
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.That(SimCheck.Run(Fractions()).ToString(), Is.EqualTo(here));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private sealed class Quiet : IRunner
    {
        public TestResult? Result { get; private set; }

        public void OnStartFixture(Type value)
        {
        }

        public void OnArguments(int ntest, Microsoft.FSharp.Collections.FSharpList<object> args, FSharpFunc<int, FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(Microsoft.FSharp.Collections.FSharpList<object> args, FSharpFunc<Microsoft.FSharp.Collections.FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string name, TestResult result) => Result = result;
    }
}
