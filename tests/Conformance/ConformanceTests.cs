using System.Text.Json;
using SimAsync.Graphs;

namespace SimAsync.Tests.Conformance;

/// <summary>In order, a graph's trace is CPython's, event by event. The vectors hold CPython 3.14's own.</summary>
public sealed class ConformanceTests
{
    [TestCase("documented.jsonl", 144)]
    [TestCase("random.jsonl", 1417)]
    public void Run_InOrder_GivesCPythonsTrace(string file, int count)
    {
        string[] lines = File.ReadAllLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Conformance", file));
        Assert.That(lines, Has.Length.EqualTo(count));

        List<string> differing = [];
        foreach (string line in lines)
        {
            TaskGraph graph = TaskGraph.ParseLine(line);
            using JsonDocument vector = JsonDocument.Parse(line);
            using JsonDocument given = JsonDocument.Parse(GraphSimulation.Run(graph).ToJson());
            JsonElement expected = vector.RootElement.GetProperty("expected");
            if (!JsonElement.DeepEquals(expected, given.RootElement))
            {
                differing.Add($"{graph.Name}: {FirstDifference(expected, given.RootElement)}");
            }
        }

        Assert.That(differing, Is.Empty, string.Join("\n", differing.Take(20)));
    }

    private static string FirstDifference(JsonElement expected, JsonElement given)
    {
        var pairs = expected.GetProperty("trace").EnumerateArray().Zip(given.GetProperty("trace").EnumerateArray()).Index();
        foreach ((int index, (JsonElement there, JsonElement here)) in pairs)
        {
            if (!JsonElement.DeepEquals(there, here))
            {
                return $"event {index}: CPython {there}, here {here}";
            }
        }

        return $"CPython {expected.GetProperty("outcome")} and {expected.GetProperty("trace").GetArrayLength()} events, here {given.GetProperty("outcome")} and {given.GetProperty("trace").GetArrayLength()}";
    }
}
