using System.Globalization;
using System.Text;
using SimAsync.NUnit;
using SimAsync.TestSupport;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/strategies.md.</summary>
public sealed class StrategiesSnippets
{
    // docs: strategies-say
    [SimTest(Strategy = "pct:4", Runs = 200)]
    public Task Transfer_ByPct_LosesNothing() => Transfer();

    [Test]
    public void Transfer_ByPct_LosesNothingEither() =>
        Simulation.Explore(Transfer, new ExploreOptions { Strategy = Strategy.Pct(4), Runs = 200 }).ThrowIfFailed();
    // docs end

    // docs: strategies-measure
    /// <summary>In how many runs each strategy finds the bug, on average over ten seeds.</summary>
    private static string RunsToTheBug()
    {
        var lines = new StringBuilder();
        foreach (Strategy strategy in new[] { Strategy.Random, Strategy.Pct(), Strategy.Pos, Strategy.Urw, Strategy.Surw, Strategy.DelayBounded(), Strategy.PreemptionBounded(), Strategy.Portfolio })
        {
            var options = new ExploreOptions { Strategy = strategy, Shrink = false, DeterminismSample = 0 };
            int[] found = [.. Enumerable.Range(1, 10).Select(seed => Simulation.Explore(Publish, options with { Seed = (ulong)seed }).Failure?.Run ?? 0).Where(static run => run > 0)];
            string mean = found.Length == 0 ? "never" : string.Create(CultureInfo.InvariantCulture, $"{found.Average():0.0}");
            lines.Append(CultureInfo.InvariantCulture, $"{strategy.Name,-10}  found by {found.Length,2} of 10 seeds, in runs: {mean}\n");
        }

        return lines.ToString().TrimEnd();
    }

    // Five writers set the price and then its currency; who reads in between takes euros for yen.
    private static async Coroutine Publish()
    {
        var price = new Shared<int>(0);
        var currency = new Shared<int>(0);
        await Sim.Gather([.. Enumerable.Range(0, 5).Select(_ => Write()), Read()]);

        async Coroutine Write()
        {
            await Sim.Yield();
            price.Value = 1;
            await Sim.Yield();
            currency.Value = 1;
        }

        async Coroutine Read()
        {
            for (int i = 0; i < 8; i++)
            {
                await Sim.Yield(); // What it does before.
            }

            int amount = price.Value;
            await Sim.Yield();
            if (amount != currency.Value)
            {
                throw new InvalidOperationException("A price in another currency.");
            }
        }
    }
    // docs end

    // docs: strategies-bounded
    [Test]
    public void Transfer_WithAtMostTwoStepsOutOfOrder_IsRight()
    {
        ExploreReport report = Simulation.Explore(Transfer, new ExploreOptions { Strategy = Strategy.Exhaustive(deviations: 2), Runs = 10_000 });

        report.ThrowIfFailed();
        Assert.That(report.Complete); // All of them were made.
    }
    // docs end

    internal static string Measured() => RunsToTheBug();

    /// <summary>Some lines of bench/bugs.md, the heads of their tables included: what the document says of them is measured there.</summary>
    internal static string Bench()
    {
        var kept = new List<string[]>();
        string table = "";
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "bench", "bugs.md")).TakeWhile(static line => !line.StartsWith("# What shrinking", StringComparison.Ordinal)))
        {
            table = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..].ToLowerInvariant() : table;
            string[] cells = [.. line.Trim('|').Split('|').Select(static cell => cell.Trim()).Take(10)];
            if (cells[0] == "program" && kept.Count == 0)
            {
                kept.Add(["program", "form", .. cells.Skip(1)]);
            }
            else if ((cells[0], table) is ("lost_update" or "din_phil_7" or "twostage_1" or "stack", "all ready") or ("reorder_20" or "stringbuffer", "staged"))
            {
                kept.Add([cells[0], table, .. cells.Skip(1)]);
            }
        }

        int[] widths = [.. kept[0].Select((_, column) => kept.Max(row => row[column].Length))];
        return string.Join('\n', kept.Select(row => string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))));
    }

    private static async Task Transfer()
    {
        int ann = 100, bob = 0;
        var gate = new SemaphoreSlim(1);
        await Task.WhenAll(Move(10), Move(20));
        Assert.That((ann, bob), Is.EqualTo((70, 30)));

        async Task Move(int amount)
        {
            await gate.WaitAsync();
            ann -= amount;
            await Task.Delay(5);
            bob += amount;
            gate.Release();
        }
    }
}
