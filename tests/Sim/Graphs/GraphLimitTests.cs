using System.Text;
using NUnit.Framework;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Graphs;

/// <summary>Whatever comes in, a graph or a <see cref="GraphFormatException"/> comes out.</summary>
public class GraphLimitTests
{
    [Test]
    public void Parse_MutatedGraphs_GiveAGraphOrAFormatError([Range(0, 9)] int block)
    {
        int graphs = 0;
        for (ulong i = 0; i < 2_000; i++)
        {
            ulong seed = ((ulong)block * 2_000) + i;
            string mutant = GraphMutator.Mutate(GraphGenerator.Generate(seed % 500).ToJson(), seed);
            try
            {
                TaskGraph graph = TaskGraph.ParseLine(mutant);
                graphs++;
                Assert.That(TaskGraph.Parse(graph.ToJson()).Equals(graph), mutant);
            }
            catch (GraphFormatException e)
            {
                Assert.That(e.Reason, Is.Not.Empty);
                Assert.That(e.Reason.Length, Is.LessThan(400), e.Message);
            }
            catch (Exception e) when (e is not AssertionException)
            {
                Assert.Fail($"seed {seed}: {e}\n{mutant}");
            }
        }

        // Both outcomes are common, or the mutator tests little: of 2,000, hundreds of each.
        Assert.That(graphs, Is.InRange(100, 1_500));
    }

    [Test]
    public void Parse_BytesOfAGraphFlipped_GiveAGraphOrAFormatError()
    {
        byte[] original = Encoding.UTF8.GetBytes(GraphGenerator.Generate(3).ToJson());
        for (int i = 0; i < original.Length; i++)
        {
            byte[] flipped = [.. original];
            flipped[i] ^= (byte)(1 << (i % 8));
            try
            {
                _ = TaskGraph.Parse(flipped);
            }
            catch (GraphFormatException)
            {
            }
        }
    }

    [TestCase("group", 200)]
    [TestCase("try", 200)]
    public void Parse_NestedAsDeepAsAllowed_IsAGraph(string op, int depth)
    {
        TaskGraph graph = TaskGraph.Parse(Nested(op, depth));
        Assert.That(TaskGraph.Parse(graph.ToJson()).Equals(graph));
    }

    [TestCase("group")]
    [TestCase("try")]
    public void Parse_NestedDeeper_NamesThePlace(string op)
    {
        GraphFormatException e = Assert.Throws<GraphFormatException>(() => TaskGraph.Parse(Nested(op, 201)))!;
        Assert.That(e.Path, Does.StartWith("coroutines.main[0].").And.EndsWith(".body[0]"));
        Assert.That(e.Reason, Is.EqualTo("statements nest deeper than 200"));
    }

    [Test]
    public void Parse_NestedVeryDeep_IsRefusedWithoutASpillOfTheStack([Values(2_000, 100_000, 500_000)] int depth)
    {
        GraphFormatException e = Assert.Throws<GraphFormatException>(() => TaskGraph.Parse(Nested("group", depth)))!;
        Assert.That(e.Path, Does.StartWith("line 1, column "));
        Assert.That(e.Reason, Is.EqualTo("statements nest deeper than 200"));
        Assert.That(() => TaskGraph.Parse(new string('[', 2 * depth)), Throws.TypeOf<GraphFormatException>());
    }

    [Test]
    public void Constructor_NestedDeeper_IsRefused()
    {
        Statement statement = new() { Op = StatementKind.Yield };
        for (int i = 0; i < 200; i++)
        {
            statement = new Statement { Op = StatementKind.Group, Body = [statement] };
        }

        GraphFormatException e = Assert.Throws<GraphFormatException>(() => _ = new TaskGraph([new("main", [statement])]))!;
        Assert.That(e.Reason, Is.EqualTo("statements nest deeper than 200"));
    }

    [Test]
    public void Parse_MoreThan16MiB_IsRefused()
    {
        string big = new(' ', (16 << 20) + 1);
        Assert.That(Assert.Throws<GraphFormatException>(() => TaskGraph.Parse(big))!.Reason, Is.EqualTo("the text is longer than 16 MiB"));
        Assert.That(Assert.Throws<GraphFormatException>(() => TaskGraph.Parse(Encoding.UTF8.GetBytes(big)))!.Reason, Is.EqualTo("the text is longer than 16 MiB"));
    }

    [Test]
    public void Parse_NumberOfAMillionDigits_IsRefused()
    {
        string json = $$$"""{"format": "simasync.graph/1", "coroutines": {"main": [{"op": "return", "value": {{{new string('1', 1_000_000)}}}}]}}""";
        GraphFormatException e = Assert.Throws<GraphFormatException>(() => TaskGraph.Parse(json))!;
        Assert.That(e.Reason, Is.EqualTo("a number of 4300 digits at most is needed, found 1111111111111111111111111111111111111111…"));
    }

    private static string Nested(string op, int depth)
    {
        (string open, string close) = op == "try"
            ? ("[{\"op\": \"try\", \"body\": [], \"except\": [{\"type\": \"Exception\", \"body\": ", "}]}]")
            : ("[{\"op\": \"group\", \"body\": ", "}]");
        StringBuilder text = new("{\"format\": \"simasync.graph/1\", \"coroutines\": {\"main\": ");
        text.Insert(text.Length, open, depth).Append("[]").Insert(text.Length, close, depth);
        return text.Append("}}").ToString();
    }
}
