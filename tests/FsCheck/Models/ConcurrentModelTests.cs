using SimAsync.FsCheck.Models;
using Mistake = SimAsync.Tests.FsCheck.Models.PermitModel.Mistake;

namespace SimAsync.Tests.FsCheck.Models;

public sealed class ConcurrentModelTests
{
    private static readonly ConcurrentModelOptions Few = new() { Programs = 30, Exploration = new ExploreOptions { Runs = 40 } };

    [TestCase(false)]
    [TestCase(true)]
    public void Explore_LostUpdate_IsShrunkToTwoAtOnce(bool isCoroutine)
    {
        ConcurrentModelFailure failure = new CounterModel(hasLock: false, isCoroutine).Explore(Few).Failure!;

        Assert.That(failure.Exception, Is.TypeOf<NotLinearizableException>());
        Assert.That(failure.Program, Is.EqualTo("client 1: 1\nclient 2: 1"));
        Assert.That(failure.Commands, Is.EqualTo(2));
        Assert.That(failure.CommandsFound, Is.GreaterThan(2));
        Assert.That(failure.Simulation.Deviations, Is.LessThanOrEqualTo(2));
        Assert.That(failure.ToString(), Does.Contain("answered 1. In no order").And.Contain("client 1   client 2"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Explore_Right_FindsNothing(bool isCoroutine)
    {
        ConcurrentModelReport report = new CounterModel(hasLock: true, isCoroutine).Explore(Few);

        Assert.That(report.ToString(), Is.EqualTo("30 programs in 1,200 runs, and none failed."));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Explore_SameSeedTwice_TellsTheSame(int parallelism)
    {
        ConcurrentModelOptions options = Few with { Seed = 5, Exploration = new ExploreOptions { Runs = 40, Parallelism = parallelism } };

        Assert.That(new CounterModel(false).Explore(options).ToString(), Is.EqualTo(new CounterModel(false).Explore(Few with { Seed = 5 }).ToString()));
    }

    [Test]
    public void Replay_OfAFailure_FailsAlike()
    {
        ConcurrentModelFailure failure = new CounterModel(false).Explore(Few).Failure!;

        Assert.That(
            () => new CounterModel(false).Replay(failure.ReplayCode, Few),
            Throws.TypeOf<NotLinearizableException>().With.Property("Explanation").EqualTo(((NotLinearizableException)failure.Exception).Explanation));
        Assert.That(failure.ReplayCode, Has.Length.LessThan(200));
    }

    [Test]
    public void Replay_OfOtherOptions_SaysSo()
    {
        string code = new CounterModel(false).Explore(Few).Failure!.ReplayCode;

        Assert.That(() => new CounterModel(false).Replay(code, Few with { MaxCommands = 10, MaxBefore = 10 }), Throws.TypeOf<FormatException>().With.Message.Contains("no longer"));
    }

    [TestCase("", "form")]
    [TestCase("sim1.AAYKAQEAWFhYWFhYd9DpzA", "form")]
    [TestCase("lin1.xyz.1..0.sim1.A", "seed 'xyz'")]
    [TestCase("lin1.a.b..0.sim1.A", "size 'b'")]
    [TestCase("lin1.a.1.0-x.0.sim1.A", "'x' among its shrinks")]
    [TestCase("lin1.a.1.0.q.sim1.A", "check sum 'q'")]
    public void Replay_NoCode_SaysWhatIsWrong(string code, string fault) =>
        Assert.That(() => new CounterModel(false).Replay(code), Throws.TypeOf<FormatException>().With.Message.Contains(fault));

    // What is left cannot lose a command, or do two of its commands in turn that it does at once.
    [Test]
    public void Explore_LostUpdateShrunk_NothingCanBeSpared()
    {
        var model = new CounterModel(false);
        ProgramRun<CounterModel.Counter, int, int, int> Run(ConcurrentProgram<int> program) => new(model, program, Few);
        var shrunk = new ConcurrentProgram<int>([], [[new PlannedCommand<int>(1)], [new PlannedCommand<int>(1)]], []);

        Assert.That(Simulation.Explore(() => Run(shrunk).Run()).Failure, Is.Not.Null);
        foreach (ConcurrentProgram<int> simpler in ProgramShrinker.Simpler(shrunk, model.Shrink))
        {
            ExploreReport report = Simulation.Explore(() => Run(simpler).Run(), new ExploreOptions { Strategy = Strategy.Exhaustive(reduce: false), Runs = 20_000 });
            Assert.That((report.Failure, report.Complete), Is.EqualTo(((SimulationFailure?)null, true)), simpler.ToString());
        }
    }

    [Test]
    public void Explore_PermitsRight_FindsNothing() => new PermitModel().Check(Few with { Cancellations = true, Timeouts = true });

    [Test]
    public void Explore_PermitsRightAndStrict_FindsNothing() => new PermitModel(isStrict: true).Check(Few with { Cancellations = true });

    [Test]
    public void Explore_PermitOfACancelledOneIsKept_IsFoundIfThatMustNotHappen()
    {
        ConcurrentModelOptions options = Few with { Cancellations = true, Programs = 60 };
        new PermitModel(Mistake.KeepsPermitOfCancelled).Check(options);
        ConcurrentModelFailure failure = new PermitModel(Mistake.KeepsPermitOfCancelled, isStrict: true).Explore(options).Failure!;

        Assert.That(failure.Exception, Is.TypeOf<NotLinearizableException>());
        Assert.That(failure.Program, Does.Contain("Take (cancelled after 0 ms)"));
    }

    [Test]
    public void Explore_LostWakeUp_TellsWhoNeverEnded()
    {
        ConcurrentModelFailure failure = new PermitModel(Mistake.ForgetsWaiter).Explore(Few with { Programs = 100 }).Failure!;

        Assert.That(failure.Exception, Is.TypeOf<NotLinearizableException>());
        Assert.That(failure.Exception.Message, Does.Contain("never ended").Or.Contain("answered"));
        Assert.That(failure.Commands, Is.LessThanOrEqualTo(3));
    }

    [Test]
    public void Explore_SystemThrows_FailsUnlessItMay()
    {
        ConcurrentModelFailure failure = new PermitModel(Mistake.Throws).Explore(Few).Failure!;

        Assert.That(failure.Exception, Is.TypeOf<InvalidDataException>());
        Assert.That(failure.ToString(), Does.Contain("no permit").And.Contain("? failed"));
        new FailingPermitModel().Check(Few);
    }

    [Test]
    public void Explore_CancelledThoughNobodyAsked_Fails() =>
        Assert.That(new PermitModel(Mistake.CancelsUnasked).Explore(Few).Failure!.Exception, Is.InstanceOf<OperationCanceledException>());

    [Test]
    public void Explore_Always_DisposesOfEachSystem()
    {
        var model = new PermitModel();
        model.Check(Few);
        Assert.That(model.Disposed, Is.EqualTo(model.Created));
        Assert.That(model.Created, Is.GreaterThanOrEqualTo(1200));
    }

    [Test]
    public void Explore_SearchBoundTooSmall_FailsAsUndecided()
    {
        ConcurrentModelFailure failure = new CounterModel(hasLock: true).Explore(Few with { MaxConfigurations = 1, ShrinkPrograms = 0 }).Failure!;

        Assert.That(failure.Exception, Is.TypeOf<NotLinearizableException>().With.Property("Verdict").EqualTo(LinearizabilityVerdict.Undecided));
    }

    [Test]
    public void ToProperty_WithFsCheck_PassesOrFailsWithTheMessage()
    {
        global::FsCheck.Config config = global::FsCheck.Config.QuickThrowOnFailure.WithMaxTest(10).WithReplay(new global::FsCheck.Replay(new global::FsCheck.Rnd(1234, 5677), null));
        Assert.That(() => global::FsCheck.Check.One(config, new CounterModel(hasLock: true).ToProperty(Few)), Throws.Nothing);
        Assert.That(
            () => global::FsCheck.Check.One(config, new CounterModel(hasLock: false).ToProperty(Few)),
            Throws.Exception.With.Message.Contains("In no order of the operations").And.Message.Contains("Play it again: Replay(\"lin1."));
    }

    [Test]
    public void Preconditions_OfNone_LeaveTheProgramAsItIs()
    {
        PlannedCommand<int>[] many = [.. Enumerable.Range(1, 30).Select(static i => new PlannedCommand<int>(i, new Interruption(InterruptionKind.Timeout, TimeSpan.Zero)))];
        var program = new ConcurrentProgram<int>([], [many, many, many], []);

        Assert.That(new Preconditions<CounterModel.Counter, int, int, int>(new CounterModel(true)).Repair(program), Is.SameAs(program));
    }

    // There is one permit; of two that are given back at once, one would make it three.
    [TestCase("Give", "", ExpectedResult = true)]
    [TestCase("Give", "Give", ExpectedResult = false)]
    [TestCase("Give Take Give", "", ExpectedResult = true)]
    [TestCase("Give Take? Give", "", ExpectedResult = false)]
    [TestCase("Give Take", "Take", ExpectedResult = true)]
    [TestCase("Take Give? Give", "", ExpectedResult = true)]
    [TestCase("Take Give? Give Give", "", ExpectedResult = false)]
    public bool Preconditions_OfAProgram_HoldInEveryOrderAndWhateverHappens(string one, string other)
    {
        PlannedCommand<PermitModel.Ask>[] Client(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => new PlannedCommand<PermitModel.Ask>(
            Enum.Parse<PermitModel.Ask>(word.TrimEnd('?')), word.EndsWith('?') ? new Interruption(InterruptionKind.Cancellation, TimeSpan.Zero) : null))];
        var program = new ConcurrentProgram<PermitModel.Ask>([], [.. new[] { Client(one), Client(other) }.Where(static client => client.Length > 0)], []);
        var preconditions = new Preconditions<PermitModel.Permits, int, PermitModel.Ask, bool>(new PermitModel());

        Assert.That(preconditions.Hold(preconditions.Repair(program)));
        return preconditions.Hold(program);
    }

    [Test]
    public void Options_OutOfRange_SayWhich()
    {
        Assert.That(() => new ConcurrentModelOptions { Programs = 0 }, Refused("Programs"));
        Assert.That(() => new ConcurrentModelOptions { MaxClients = 1 }, Refused("MaxClients"));
        Assert.That(() => new ConcurrentModelOptions { MaxClients = 65 }, Refused("MaxClients"));
        Assert.That(() => new ConcurrentModelOptions { MaxCommands = 0 }, Refused("MaxCommands"));
        Assert.That(() => new ConcurrentModelOptions { MaxBefore = -1 }, Refused("MaxBefore"));
        Assert.That(() => new ConcurrentModelOptions { MaxAfter = -1 }, Refused("MaxAfter"));
        Assert.That(() => new ConcurrentModelOptions { Instants = [] }, Refused("Instants"));
        Assert.That(() => new ConcurrentModelOptions { Instants = [TimeSpan.FromTicks(-1)] }, Refused("Instants"));
        Assert.That(() => new ConcurrentModelOptions { Patience = TimeSpan.Zero }, Refused("Patience"));
        Assert.That(() => new ConcurrentModelOptions { MaxConfigurations = 0 }, Refused("MaxConfigurations"));
        Assert.That(() => new ConcurrentModelOptions { ShrinkPrograms = -1 }, Refused("ShrinkPrograms"));
        Assert.That(() => new ConcurrentModelOptions { Exploration = new ExploreOptions { Corpus = "c", CorpusName = "n" } }, Throws.ArgumentException.With.Message.Contains("corpus"));

        static global::NUnit.Framework.Constraints.IResolveConstraint Refused(string name) => Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(name);
    }
}
