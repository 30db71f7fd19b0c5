using SimAsync.FsCheck.Graphs;
using SimAsync.Graphs;
using SimAsync.Scheduler;
using SimAsync.TestSupport;

namespace SimAsync.Tests.Graphs;

/// <summary>Whatever comes in, a clear error or a run comes out: 100,000 mutated graphs and replay codes.</summary>
public sealed class BadInputTests
{
    private const int Each = 50_000;

    [Test]
    public void Run_MutatedGraphs_GivesAnErrorThatNamesThePlaceOrARun()
    {
        int refused = 0;
        int ran = 0;
        string[] sources = [.. Enumerable.Range(0, 200).Select(static i => GraphGenerator.Generate((ulong)i).ToJson())];
        for (int i = 0; i < Each; i++)
        {
            string text = GraphMutator.Mutate(sources[i % sources.Length], (ulong)i);
            try
            {
                TaskGraph graph = TaskGraph.ParseLine(text);
                GraphResult result = GraphSimulation.Run(graph, new RunOptions { MaxSteps = 5_000, Seed = (ulong)i, Strategy = i % 2 == 0 ? Strategy.InOrder : Strategy.Random });
                Assert.That(result.ToJson(), Does.StartWith("{\"outcome\":{"));
                ran++;
            }
            catch (GraphFormatException e)
            {
                Assert.That(e.Reason, Is.Not.Empty);
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(Each / 10));
        Assert.That(ran, Is.GreaterThan(Each / 100));
    }

    [Test]
    public void Replay_MutatedCodes_GivesAnErrorThatSaysWhyOrARun()
    {
        TaskGraph[] graphs = [.. Enumerable.Range(0, 50).Select(static i => GraphGenerator.Generate((ulong)i))];
        string[] codes = [.. graphs.Select(static (graph, i) =>
            GraphSimulation.Run(graph, new RunOptions { Strategy = Strategy.Random, Seed = (ulong)i }).Report.ReplayCode)];
        var random = new Xoshiro256(7);
        int unreadable = 0;
        int diverged = 0;
        int ran = 0;
        for (int i = 0; i < Each; i++)
        {
            // Every tenth code is whole but belongs to another graph, so that what the checksum lets through is tried too.
            int graph = i % graphs.Length;
            string code = i % 10 == 0 ? codes[random.Next(codes.Length)] : Mutate(codes[graph], ref random);
            try
            {
                GraphSimulation.Replay(code, graphs[graph], new RunOptions { MaxSteps = 5_000 });
                ran++;
            }
            catch (ReplayCodeException e)
            {
                Assert.That(e.Reason, Is.Not.Empty);
                unreadable++;
            }
            catch (ReplayDivergedException e)
            {
                Assert.That(e.Recorded, Is.Not.Empty);
                Assert.That(e.Now, Is.Not.Empty);
                diverged++;
            }
        }

        Assert.That(unreadable, Is.GreaterThan(Each / 2));
        Assert.That(diverged, Is.GreaterThan(Each / 100));
        Assert.That(ran, Is.GreaterThan(0));
    }

    private static string Mutate(string code, ref Xoshiro256 random)
    {
        const string Alphabet = "ABCXYZabcxyz0189-_.=+/ \t\n\u00e9\ud83d";
        int at = random.Next(code.Length + 1);
        return random.Next(6) switch
        {
            0 => code[..at],
            1 => code[at..],
            2 => code.Insert(at, Alphabet[random.Next(Alphabet.Length)].ToString()),
            3 => at < code.Length ? code.Remove(at, 1) : code + code,
            4 => at < code.Length ? code[..at] + Alphabet[random.Next(Alphabet.Length)] + code[(at + 1)..] : "",
            _ => string.Concat(code.Reverse()),
        };
    }
}
