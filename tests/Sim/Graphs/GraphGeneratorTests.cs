using NUnit.Framework;
using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Graphs;

public class GraphGeneratorTests
{
    [Test]
    public void Generate_SameSeed_GivesTheSameGraph()
    {
        string first = GraphGenerator.Generate(42).ToJson();
        Assert.That(GraphGenerator.Generate(42).ToJson(), Is.EqualTo(first));
    }

    [Test]
    public void Generate_ManySeeds_HasEveryStatement()
    {
        HashSet<StatementKind> kinds = [];
        for (ulong seed = 0; seed < 300; seed++)
        {
            foreach (IReadOnlyList<Statement> body in GraphGenerator.Generate(seed).Coroutines.Values)
            {
                Collect(body, kinds);
            }
        }

        Assert.That(Enum.GetValues<StatementKind>().Except(kinds), Is.Empty);
    }

    [Test]
    public void Generate_OneWorkerAndNoOddness_CallsOnlyWhatThereIs()
    {
        TaskGraph graph = GraphGenerator.Generate(7, new GraphGeneratorOptions { Workers = 1, Oddness = 0 });
        Assert.That(graph.Coroutines.Keys, Is.EqualTo(new[] { "main", "w0" }));
        Assert.That(graph.ToJson(), Does.Not.Contain("nowhere").And.Not.Contain("nobody"));
    }

    [Test]
    public void Mutate_SameSeed_GivesTheSameMutant()
    {
        string json = GraphGenerator.Generate(1).ToJson();
        string first = GraphMutator.Mutate(json, 5);
        Assert.That(GraphMutator.Mutate(json, 5), Is.EqualTo(first));
    }

    private static void Collect(IReadOnlyList<Statement> body, HashSet<StatementKind> kinds)
    {
        foreach (Statement statement in body)
        {
            kinds.Add(statement.Op);
            Collect(statement.Body, kinds);
            Collect(statement.Finally, kinds);
            foreach (ExceptClause clause in statement.Except)
            {
                Collect(clause.Body, kinds);
            }
        }
    }
}
