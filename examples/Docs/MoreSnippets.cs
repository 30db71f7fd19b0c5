using SimAsync.Graphs;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/replay.md, docs/task-graphs.md, docs/kernel.md and docs/ci.md.</summary>
public sealed class MoreSnippets
{
    private const string Hello =
        """
        {"format": "simasync.graph/1",
         "coroutines": {
           "main": [{"op": "task", "as": "t", "call": "worker"},
                    {"op": "wait_for", "of": "t", "timeout": 10, "into": "x"},
                    {"op": "return", "from": "x"}],
           "worker": [{"op": "sleep", "ms": 5}, {"op": "return", "value": 1}]}}
        """;

    // docs: replay-keep
    // Printed on the day the bug was found. It plays the interleaving that lost an update.
    private const string LostUpdate = "sim1.AAEEAQAAWLgUvH4";

    [Test]
    public void Deposit_TheInterleavingThatLostAnUpdate_LosesNothing()
    {
        try
        {
            Simulation.Replay(LostUpdate, DepositTwice);
        }
        catch (ReplayDivergedException)
        {
            Assert.Inconclusive("Deposit has other steps now: explore it again.");
        }
    }
    // docs end

    // docs: graph-run
    [Test]
    public void Run_AGraph_GivesItsTrace()
    {
        TaskGraph graph = TaskGraph.Parse(Hello);

        GraphResult result = GraphSimulation.Run(graph);

        Assert.That(result.Result, Is.EqualTo("1"));
        Assert.That(result.Trace[0], Is.EqualTo(new GraphEvent(0, "main", "enter main")));
    }
    // docs end

    // docs: ci-shard
    [Test]
    public void Deposit_InTheRunsOfThisWorker_LosesNothing()
    {
        var options = new ExploreOptions { Runs = 10_000, Shard = Shard.FromEnvironment() };
        Simulation.Explore(DepositTwice, options).ThrowIfFailed();
    }
    // docs end

    [Test]
    public void PayAndCancel_InShards_FindsWhatTheWholeFinds()
    {
        // docs: ci-merge
        var options = new ExploreOptions { Seed = 7, Strategy = Strategy.Random };
        ExploreReport[] parts = [.. Enumerable.Range(0, 4).Select(index => Simulation.Explore(PayAndCancel, options with { Shard = new Shard(index, 4) }))];
        ExploreReport merged = ExploreReport.Merge(parts);

        Assert.That(merged.Shards, Is.Empty); // All are there. Otherwise it lists those that are.
        Assert.That(merged.Failure!.Run, Is.EqualTo(Simulation.Explore(PayAndCancel, options).Failure!.Run));
        // docs end
    }

    [Test]
    public void PayAndCancel_WithACorpus_IsFoundAgain()
    {
        string folder = Directory.CreateTempSubdirectory("simasync-").FullName;
        try
        {
            // docs: ci-corpus
            var options = new ExploreOptions { Corpus = folder, CorpusName = "PayAndCancel" };
            SimulationFailure found = Simulation.Explore(PayAndCancel, options).Failure!;
            SimulationFailure again = Simulation.Explore(PayAndCancel, options).Failure!;

            Assert.That((found.Run > 0, found.CorpusPlace), Is.EqualTo((true, (string?)null)));
            Assert.That((again.Run, again.CorpusPlace), Is.EqualTo((0, Path.Combine(folder, "PayAndCancel-13765931bf1d.txt:2"))));
            // docs end
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static string HelloTrace() =>
        string.Join('\n', GraphSimulation.Run(TaskGraph.Parse(Hello)).Trace.Select(static e => $"[{e.Milliseconds}, \"{e.Task}\", \"{e.Text}\"]"));

    internal static string HelloJson() => Hello;

    /// <summary>A code of two deposits, and a test that has three by now.</summary>
    internal static string DivergedMessage()
    {
        Strategy recorded = Strategy.Replay(Simulation.Observe(DepositTwice, new RunOptions { Strategy = Strategy.Random, Seed = 1 }).ReplayCode);
        Exception diverged = Simulation.Observe(() => Deposit(10, 20, 30), new RunOptions { Strategy = recorded }).Exception!;

        // Without the last line, which has a line number of SimAsync's own source.
        return string.Join('\n', diverged.Message.Split('\n').Take(3));
    }

    private static Task DepositTwice() => Deposit(10, 20);

    private static async Task PayAndCancel()
    {
        bool paid = false, cancelled = false;
        await Task.WhenAll(Pay(), Cancel());
        if (paid && cancelled)
        {
            throw new InvalidOperationException("It is both.");
        }

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
            cancelled = !paid;
        }
    }

    private static async Task Deposit(params int[] amounts)
    {
        int balance = 100;
        async Task Add(int amount)
        {
            await Sim.Yield(); // The bank answers.
            balance += amount;
        }

        await Task.WhenAll(amounts.Select(Add));
        if (balance != 100 + amounts.Sum())
        {
            throw new InvalidOperationException($"The balance is {balance}.");
        }
    }
}
