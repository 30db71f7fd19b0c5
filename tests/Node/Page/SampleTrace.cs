using System.Globalization;
using SimAsync.Scheduler;
using SimAsync.Traces;

namespace SimAsync.Tests.Node.Page;

/// <summary>Traces as bugs leave them, made up but consistent, and the same each time: for the page's tests and its pictures.</summary>
internal static class SampleTrace
{
    /// <summary>A cache that is refilled and emptied at the same time, beside the nearest run that passes.</summary>
    /// <param name="length">About how many steps.</param>
    /// <param name="buyers">How many others are at work.</param>
    /// <param name="deviations">In which steps a later one went; the passing run has all but the last.</param>
    public static TraceDocument Cache(int length, int buyers, params long[] deviations)
    {
        TraceRun failing = CacheRun(length, buyers, deviations, fails: true);
        TraceRun passing = CacheRun(length, buyers, deviations[..^1], fails: false);
        int agree = failing.Steps.Zip(passing.Steps).TakeWhile(static pair => Same(pair.First, pair.Second)).Count();
        return new TraceDocument
        {
            Title = "Shop.Tests.CacheTests.Refill_WhileEvicting_KeepsTheValue",
            Files = SampleCode.Files,
            Code = SampleCode.Lines,
            Runs = [failing, passing],
            Failure = new TraceFailure(
                "NUnit.Framework.AssertionException",
                "  Assert.That(cache.Count, Is.EqualTo(1))\n  Expected: 1\n  But was:  0\n",
                $"Run 37 of at most 1,000 (pct, seed 5). Shrunk from 23 out-of-order steps to {deviations.Length} in 41 runs.",
                "sim1.AAMGAQIAWFhYINe3zw",
                "SIMASYNC_REPLAY=sim1.AAMGAQIAWFhYINe3zw dotnet test --filter \"FullyQualifiedName~Shop.Tests.CacheTests.Refill_WhileEvicting_KeepsTheValue\"",
                agree,
                $"Both runs agree for {agree.ToString("#,0", CultureInfo.InvariantCulture)} steps; then the passing one ran {Turn(passing, agree)}, this one ran {Turn(failing, agree)}."),
        };
    }

    /// <summary>Two transfers that wait for each other; there is no second run.</summary>
    public static TraceDocument Deadlock()
    {
        SampleWorld world = new();
        world.Begin("main", "LedgerTests.Transfers_BothWays_End", SampleCode.Tests, 33, Main());
        return new TraceDocument
        {
            Title = "Shop.Tests.LedgerTests.Transfers_BothWays_End",
            Files = SampleCode.Files,
            Code = SampleCode.Lines,
            Runs = [world.Run(static () => true, static () => "Nothing was ready and no timer was due: 3 waited.")],
            Failure = new TraceFailure(
                "SimAsync.DeadlockException", "Nothing is ready and no timer is due: 3 wait for what cannot come.", "Run 1 of at most 1,000 (in order).", "sim1.AAAA", "[SimTest(Replay = \"sim1.AAAA\")]", null, null),
        };

        IEnumerable<SampleAwait> Main()
        {
            int rent = world.Begin("Rent", "Ledger.Transfer", SampleCode.Ledger, 15, Transfer("alice", "bob"));
            int wages = world.Begin("Wages", "Ledger.Transfer", SampleCode.Ledger, 15, Transfer("bob", "alice"));
            int report = world.Begin("Report", "Ledger.Report", SampleCode.Ledger, 26, Report());
            yield return new SampleAwait.Join([rent, wages, report], "Task.WhenAll of Rent, Wages, Report", 41);
        }

        IEnumerable<SampleAwait> Transfer(string from, string to)
        {
            yield return new SampleAwait.Lock(from, 19);
            world.Log("Debug", "Shop.Ledger", $"{from} is held");
            yield return new SampleAwait.Delay(50_000, 20);
            yield return new SampleAwait.Lock(to, 22);
            world.Release(to);
            world.Release(from);
        }

        IEnumerable<SampleAwait> Report()
        {
            for (int i = 0; i < 9; i++)
            {
                yield return new SampleAwait.Delay(36_000_000_000, 30);
                world.Log(i == 8 ? "Warning" : "Information", "Shop.Ledger", i == 8 ? "No transfer ended in nine hours" : "The books balance");
            }
        }
    }

    /// <summary>One run that passes, whose texts are what HTML and JavaScript stumble over.</summary>
    public static TraceDocument Awkward()
    {
        SampleWorld world = new();
        world.Begin("</script><script>document.title = 'gone'</script>", "Odd<T>.Main", 0, 1, Main());
        return new TraceDocument
        {
            Title = "<!-- & \" ' \u2028 שלום 漢字",
            Files = ["C:\\odd & <b>names</b>\\Odd.cs"],
            Code = [new TraceCode(0, 1, "if (a < b && c > d) { /* </script> */ }")],
            Runs = [world.Run(static () => false, static () => "passed")],
        };

        IEnumerable<SampleAwait> Main()
        {
            world.Log("Error", "<img src=x onerror=alert(1)>", new string('w', 4000) + "\u2029\n<!--<script>\ud800");
            yield return new SampleAwait.Delay(1, 2);
            world.Log("Information", "", "");
            yield return new SampleAwait.Delay(TimeSpan.TicksPerDay * 40, 3);
        }
    }

    private static TraceRun CacheRun(int length, int buyers, long[] deviations, bool fails)
    {
        SampleWorld world = new(deviations);
        Xoshiro256 random = new(5);
        bool warned = false;
        int loads = 0;
        int confirms = 0;
        world.Begin("main", "CacheTests.Refill_WhileEvicting_KeepsTheValue", SampleCode.Tests, 33, Main());
        return world.Run(() => fails, () => fails ? "AssertionException: expected 1, but was 0." : "passed");

        IEnumerable<SampleAwait> Main()
        {
            List<int> lanes =
            [
                world.Begin("Refill", "Cache.Refill", SampleCode.Cache, 52, Refill()),
                world.Begin("Evict", "Cache.Evict", SampleCode.Cache, 24, Evict()),
                .. Enumerable.Range(1, buyers).Select(number => world.Begin($"Buyer {number}", "Checkout.Buy", SampleCode.Checkout, 40, Buy(number))),
            ];
            int metrics = world.Begin("Metrics", "Metrics.Flush", SampleCode.Metrics, 12, Flush());
            yield return new SampleAwait.Join(lanes, "Task.WhenAll of Refill, Evict, buyers", 41);
            world.Cancel(metrics);
            if (fails)
            {
                world.Log("Error", "Shop.Tests", "The entry is gone: expected 1, but was 0");
            }
        }

        IEnumerable<SampleAwait> Refill()
        {
            do
            {
                int load = world.Begin(loads++ == 0 ? "Store.LoadAsync" : $"Store.LoadAsync {loads}", "Store.LoadAsync", SampleCode.Store, 18, Load(), TraceLaneKind.Method);
                yield return new SampleAwait.Join([load], "Store.LoadAsync", 57);
                yield return new SampleAwait.Lock("cache", 61);
                yield return new SampleAwait.Delay(10_000, 64);
                world.Log("Information", "Shop.Cache", $"Refilled price:{load}");
                world.Release("cache");
                yield return new SampleAwait.Delay(Some(40_000, 90_000), 70);
            }
            while (world.Number < length - 8);
        }

        IEnumerable<SampleAwait> Load()
        {
            // The first answer comes just when the first entry is old: that is the race.
            yield return new SampleAwait.Delay(loads == 1 ? 50_000 : Some(10_000, 60_000), 21);
        }

        IEnumerable<SampleAwait> Evict()
        {
            do
            {
                yield return new SampleAwait.Delay(50_000, 28);
                yield return new SampleAwait.Lock("cache", 31);
                if (!warned && world.Number > length / 2)
                {
                    warned = true;
                    world.Log("Warning", "Shop.Cache", "Evicting an entry that is being refilled");
                }

                yield return new SampleAwait.Delay(5_000, 36);
                world.Release("cache");
            }
            while (world.Number < length - 8);
        }

        IEnumerable<SampleAwait> Buy(int number)
        {
            string gate = number % 3 == 0 ? "cache" : "orders";
            do
            {
                yield return new SampleAwait.Delay(Some(5_000, 120_000), 44);
                yield return new SampleAwait.Lock(gate, 47);
                int confirm = random.Next(5) == 0 ? world.Begin($"Confirm {++confirms}", "Checkout.Confirm", SampleCode.Checkout, 60, Confirm(), TraceLaneKind.Method) : -1;
                yield return new SampleAwait.Delay(5_000, 51);
                world.Release(gate);
                if (confirm >= 0)
                {
                    world.Cancel(confirm);
                    world.Log("Debug", "Shop.Checkout", $"Buyer {number} paid {1 + random.Next(90)}.{random.Next(90) + 10} and did not wait for the mail");
                }
            }
            while (world.Number < length - 8);
        }

        IEnumerable<SampleAwait> Confirm()
        {
            yield return new SampleAwait.Delay(Some(3_000, 9_000), 63);
        }

        IEnumerable<SampleAwait> Flush()
        {
            while (true)
            {
                yield return new SampleAwait.Delay(250_000, 15);
            }
        }

        long Some(int least, int more) => (least + random.Next(more)) / 5_000 * 5_000;
    }

    private static bool Same(TraceStep one, TraceStep other) =>
        one.Lane == other.Lane && one.Ticks == other.Ticks && one.At == other.At && one.Then == other.Then;

    private static string Turn(TraceRun run, int index)
    {
        TraceStep step = run.Steps[index];
        TraceLane lane = run.Lanes[step.Lane];
        return string.Create(CultureInfo.InvariantCulture, $"`{lane.Path} {lane.Name}` ({Path.GetFileName(SampleCode.Files[step.At!.File])}:{step.At.Line})");
    }
}
