using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;

namespace SimAsync.Tests.FsCheck;

/// <summary>What generated graphs have in them, and how often.</summary>
public sealed class GraphFrequencyTests
{
    private const int Graphs = 2000;

    // The rarest statements (expired, when, reset, shutdown) are in one graph of 20 to 30, so in 70 of 2,000; that there are fewer than 20 has a
    // chance below 1e-12, were the seeds not fixed anyway.
    private const int Least = 20;

    [Test]
    public void Generate_ManySeeds_HasEveryStatementOften()
    {
        Dictionary<StatementKind, int> graphsWith = [];
        foreach (TaskGraph graph in Generated(new GraphGeneratorOptions()))
        {
            foreach (StatementKind kind in graph.AllStatements.Select(static each => each.Statement.Op).Distinct())
            {
                graphsWith[kind] = graphsWith.GetValueOrDefault(kind) + 1;
            }
        }

        Assert.That(Enum.GetValues<StatementKind>().Where(kind => graphsWith.GetValueOrDefault(kind) < Least), Is.Empty);
    }

    [Test]
    public void Generate_WithRarities_HasEveryFieldOfEveryStatement()
    {
        HashSet<(StatementKind, string)> seen = [];
        foreach (TaskGraph graph in Generated(new GraphGeneratorOptions { Rarities = 0.1 }))
        {
            seen.UnionWith(graph.AllStatements.SelectMany(static each => StatementSchema.Of(each.Statement.Op).Fields
                .Where(field => each.Statement.Has(field.Field)).Select(field => (each.Statement.Op, field.Name))));
        }

        IEnumerable<(StatementKind, string)> all = Enum.GetValues<StatementKind>().SelectMany(static kind => StatementSchema.Of(kind).Fields.Select(field => (kind, field.Name)));
        Assert.That(all.Except(seen), Is.Empty);
    }

    [Test]
    public void Generate_WithRarities_DiffersOnlyInFields()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            TaskGraph plain = GraphGenerator.Generate(seed);
            TaskGraph rare = GraphGenerator.Generate(seed, new GraphGeneratorOptions { Rarities = 1 });
            Assert.That(rare, Is.Not.EqualTo(plain));
            Assert.That(rare.AllStatements.Select(Kind), Is.EqualTo(plain.AllStatements.Select(Kind)));
            Assert.That(TaskGraph.Parse(rare.ToJson()), Is.EqualTo(rare));
        }

        static (string, StatementKind) Kind((string Coroutine, Statement Statement) each) => (each.Coroutine, each.Statement.Op);
    }

    [TestCase(nameof(GraphGeneratorOptions.Cancellation), new[] { StatementKind.Cancel, StatementKind.Uncancel, StatementKind.Cancelling })]
    [TestCase(nameof(GraphGeneratorOptions.Timeouts), new[] { StatementKind.TimeoutAt, StatementKind.WaitFor, StatementKind.Reschedule, StatementKind.Expired, StatementKind.When })]
    [TestCase(nameof(GraphGeneratorOptions.Groups), new[] { StatementKind.Group })]
    [TestCase(nameof(GraphGeneratorOptions.Combinators), new[] { StatementKind.Gather, StatementKind.Wait, StatementKind.Shield, StatementKind.AsCompleted })]
    [TestCase(nameof(GraphGeneratorOptions.Synchronisation), new[]
    {
        StatementKind.Lock, StatementKind.Event, StatementKind.Condition, StatementKind.Semaphore, StatementKind.Barrier, StatementKind.Queue, StatementKind.Hold, StatementKind.Put, StatementKind.Arrive,
        StatementKind.Notify, StatementKind.WaitEvent,
    })]
    public void Generate_WithAKnob_HasNoneOfItOrMuchMore(string knob, StatementKind[] kinds)
    {
        double none = ShareOf(kinds, With(knob, 0));
        double usual = ShareOf(kinds, With(knob, 1));
        double much = ShareOf(kinds, With(knob, 5));
        Assert.That(none, Is.Zero);
        Assert.That(usual, Is.GreaterThan(0.005));
        Assert.That(much, Is.GreaterThan(1.5 * usual));
    }

    [TestCase(nameof(GraphGeneratorOptions.Workers), 0)]
    [TestCase(nameof(GraphGeneratorOptions.BodyLength), 1001)]
    [TestCase(nameof(GraphGeneratorOptions.Depth), 51)]
    [TestCase(nameof(GraphGeneratorOptions.Work), 0)]
    [TestCase(nameof(GraphGeneratorOptions.Cancellation), -1)]
    [TestCase(nameof(GraphGeneratorOptions.Groups), 1001)]
    public void Options_OutOfRange_AreRefusedByName(string knob, int value) =>
        Assert.That(() => With(knob, value), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(knob));

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void Options_AShareThatIsNone_IsRefused(double share) =>
        Assert.That(() => new GraphGeneratorOptions { Rarities = share }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static IEnumerable<TaskGraph> Generated(GraphGeneratorOptions options, int graphs = Graphs) =>
        Enumerable.Range(0, graphs).Select(seed => GraphGenerator.Generate((ulong)seed, options));

    private static double ShareOf(StatementKind[] kinds, GraphGeneratorOptions options)
    {
        StatementKind[] all = [.. Generated(options, 200).SelectMany(static graph => graph.AllStatements).Select(static each => each.Statement.Op)];
        return all.Count(kinds.Contains) / (double)all.Length;
    }

    private static GraphGeneratorOptions With(string knob, int value) => knob switch
    {
        nameof(GraphGeneratorOptions.Workers) => new() { Workers = value },
        nameof(GraphGeneratorOptions.BodyLength) => new() { BodyLength = value },
        nameof(GraphGeneratorOptions.Depth) => new() { Depth = value },
        nameof(GraphGeneratorOptions.Work) => new() { Work = value },
        nameof(GraphGeneratorOptions.Cancellation) => new() { Cancellation = value },
        nameof(GraphGeneratorOptions.Timeouts) => new() { Timeouts = value },
        nameof(GraphGeneratorOptions.Groups) => new() { Groups = value },
        nameof(GraphGeneratorOptions.Combinators) => new() { Combinators = value },
        nameof(GraphGeneratorOptions.Synchronisation) => new() { Synchronisation = value },
        _ => throw new ArgumentException(knob),
    };
}
