using SimAsync.Scheduler;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

/// <summary>Traces to write: one that a person can follow, and any number that hang on a seed alone.</summary>
internal static class Documents
{
    /// <summary>What code under test may put into names and logs.</summary>
    public static readonly string[] Hostile =
    [
        "", " ", "plain", "a\nb\r\nc", "tab\there", "quote\"s 'and' `ticks`", "back\\slash \\n", "semi;colon", "#35; #hash", "a:b::c", "end", "rect end", "loop", "<b>&amp;</b><br/>", "</script><!--",
        "%% comment", "%%{init: {}}%%", "$$x^2$$", "**bold** _it_", "{\"json\": [1]}", "as L0", "wrap: no", "L0->>L1: x", "Note over L0: x", "accTitle: x", "participant L9", "title: y", "- list", "1. one",
        "\0null", "\u001b[31mred", "\u202ereversed", "\u2028line", "\ufeffbom", "half \ud83d pair", "\udc00", "😀 👩‍👩‍👧 🇩🇪", "漢字かな交じり", "한국어", "e\u0301a\u0308", "עברית", "ﬂ°°59¶ß", "𝔘𝔫𝔦", "\ue000", "\uffff",
        "very long " + new string('x', 400), "ünïcödé", "C:\\Users\\x\\Cache.cs", "List`1[[System.Int32]]", "<>c__DisplayClass0_0.<Pay>b__1",
    ];

    /// <summary>An order that is paid and cancelled at once; beside it, the run that passes.</summary>
    public static TraceDocument Order()
    {
        TracePlace[] places = [new(0, 12), new(0, 14), new(0, 15), new(0, 17)];
        TraceLane[] lanes =
        [
            new() { Path = "root", Name = "main", Kind = TraceLaneKind.Task, Ended = 4, Outcome = "AssertionException" },
            new() { Path = "root/1", Name = "Pay", Kind = TraceLaneKind.Method, Parent = 0, Begun = 1, Ended = 3, Outcome = "done" },
            new() { Path = "root/2", Name = "Cancel", Kind = TraceLaneKind.Method, Parent = 0, Begun = 1, Ended = 2, Outcome = "done" },
        ];
        TraceStep start = new()
        {
            Number = 1,
            Lane = 0,
            Kind = TraceStepKind.Start,
            Method = "Order",
            At = places[0],
            Awaits = "Task.WhenAll",
            ThenMethod = "Order",
            Then = places[3],
            Deeds = [new() { Kind = TraceDeedKind.Began, Text = "began Pay", Lane = 1 }, new() { Kind = TraceDeedKind.Began, Text = "began Cancel", Lane = 2 }],
        };
        TraceStep pay = new() { Number = 3, Ticks = 500_000, Lane = 1, Kind = TraceStepKind.Resume, Method = "Pay", At = places[1], Deeds = [new() { Kind = TraceDeedKind.Ended, Text = "Pay ended", Lane = 1 }] };
        TraceStep cancel = new()
        {
            Number = 2,
            Ticks = 500_000,
            Lane = 2,
            Kind = TraceStepKind.Resume,
            Method = "Cancel",
            At = places[2],
            Ready = 2,
            InsteadOf = new() { Lane = 1, Kind = TraceStepKind.Resume, Method = "Pay", At = places[1], RanAs = 3 },
            Deeds = [new() { Kind = TraceDeedKind.Logged, Text = "cancelled", Level = "Information", Category = "Orders" }, new() { Kind = TraceDeedKind.Ended, Text = "Cancel ended", Lane = 2 }],
        };
        TraceStep end = new() { Number = 4, Ticks = 500_000, Lane = 0, Kind = TraceStepKind.Resume, Method = "Order", At = places[3], WokenBy = 3 };
        return new TraceDocument
        {
            Title = "CheckoutTests.Order_PaidAndCancelledAtOnce_IsNotBoth",
            Failure = new TraceFailure(
                "NUnit.Framework.AssertionException", "  Expected: False\n  But was:  True\n", "Run 1 failed (portfolio, seed 0)", "sim1.AAMGAQIAWFhYINe3zw", "dotnet test", 1,
                "Both runs agree for 1 step; then the passing one ran Pay (CheckoutTests.cs:14), this one ran Cancel (CheckoutTests.cs:15)."),
            Files = ["/src/Shop/CheckoutTests.cs"],
            Code = [new(0, 14, "await Task.Delay(50);"), new(0, 15, "if (!paid) { cancelled = true; }")],
            Runs =
            [
                new() { Failed = true, Outcome = "AssertionException", Ticks = 500_000, Lanes = lanes, Steps = [start, cancel, pay, end] },
                new()
                {
                    Outcome = "passed", Ticks = 500_000, Lanes = lanes,
                    Steps = [start, pay with { Number = 2, Ready = 2 }, cancel with { Number = 3, Ready = 1, InsteadOf = null }, end],
                },
            ],
        };
    }

    /// <summary>A document that is right in all its references, with any texts; the same one for the same seed.</summary>
    /// <param name="seed">Any.</param>
    /// <param name="steps">How many steps a run has; null for up to 40.</param>
    public static TraceDocument Random(ulong seed, int? steps = null)
    {
        Xoshiro256 random = new(seed);
        string[] files = [.. Enumerable.Range(0, random.Next(4)).Select(i => $"{(i % 2 == 0 ? "/src/" : @"C:\x\")}{i / 2}/{(i < 2 ? "Cache.cs" : "Lock.cs")}")];
        bool failed = random.Next(3) > 0;
        TraceRun run = Run(ref random, files.Length, steps ?? random.Next(41), failed);
        bool isPair = failed && random.Next(2) == 0;
        TraceRun[] runs = isPair ? [run, Run(ref random, files.Length, steps ?? random.Next(41), failed: false)] : [run];
        int agree = random.Next(runs.Min(static one => one.Steps.Count) + 1);
        return new TraceDocument
        {
            Title = random.Next(4) == 0 ? null : Text(ref random),
            Failure = failed ? new(Text(ref random), Text(ref random), Maybe(ref random), Maybe(ref random), Maybe(ref random), isPair ? agree : null, isPair ? Maybe(ref random) : null) : null,
            Files = files,
            Code = files.Length == 0 ? [] : [.. Enumerable.Range(1, random.Next(5)).Select(line => new TraceCode(0, line, Hostile[line * 7]))],
            Runs = runs,
        };
    }

    /// <summary>Any text.</summary>
    public static string Text(ref Xoshiro256 random) => random.Next(8) switch
    {
        0 => Hostile[random.Next(Hostile.Length)] + Hostile[random.Next(Hostile.Length)],
        1 => new string([(char)random.Next(0x10000), (char)random.Next(0x10000), (char)random.Next(0x250)]),
        _ => Hostile[random.Next(Hostile.Length)],
    };

    private static TraceRun Run(ref Xoshiro256 random, int files, int count, bool failed)
    {
        var lanes = new TraceLane[1 + random.Next(random.Next(4) == 0 ? 30 : 5)];
        for (int i = 0; i < lanes.Length; i++)
        {
            long? begun = i > 0 && count > 0 ? 1 + random.Next(count) : null;
            lanes[i] = new TraceLane
            {
                Path = i == 0 ? "root" : $"root.{i}",
                Name = $"{Text(ref random)} {i}",
                Kind = (TraceLaneKind)random.Next(3),
                Parent = i == 0 ? null : random.Next(i),
                Begun = begun,
                Ended = begun is { } from && random.Next(2) == 0 ? from + random.Next(count - (int)from + 1) : null,
                Outcome = Maybe(ref random),
            };
        }

        // Much at one instant, a little at instants close by, and some far away.
        long gap = random.Next(3) switch { 0 => 1, 1 => 500_000, _ => 36_000_000_000 };
        var steps = new TraceStep[count];
        long ticks = 0;
        for (int i = 0; i < count; i++)
        {
            ticks += random.Next(4) == 0 ? gap * (1 + random.Next(3)) : 0;
            steps[i] = new TraceStep
            {
                Number = i + 1,
                Ticks = ticks,
                Lane = random.Next(lanes.Length),
                Kind = (TraceStepKind)random.Next(5),
                Method = Maybe(ref random),
                At = Place(ref random, files),
                What = Maybe(ref random),
                Awaits = Maybe(ref random),
                ThenMethod = Maybe(ref random),
                Then = Place(ref random, files),
                Ready = 1 + random.Next(3),
                WokenBy = i > 0 && random.Next(2) == 0 ? 1 + random.Next(i) : null,
                InsteadOf = random.Next(8) > 0 ? null : new()
                {
                    Lane = random.Next(lanes.Length),
                    Kind = (TraceStepKind)random.Next(5),
                    Method = Maybe(ref random),
                    At = Place(ref random, files),
                    What = Maybe(ref random),
                    RanAs = i + 1 < count && random.Next(3) > 0 ? i + 2 + random.Next(count - i - 1) : null,
                },
                Deeds = Deeds(ref random, lanes.Length),
            };
        }

        return new TraceRun
        {
            Failed = failed,
            Outcome = Text(ref random),
            Ticks = ticks + (random.Next(2) * gap),
            Lanes = lanes,
            Steps = steps,
            Waits = Waits(ref random, lanes.Length, files, count),
        };
    }

    private static TraceDeed[] Deeds(ref Xoshiro256 random, int lanes)
    {
        var deeds = new TraceDeed[random.Next(3) == 0 ? random.Next(6) : 0];
        for (int i = 0; i < deeds.Length; i++)
        {
            var kind = (TraceDeedKind)random.Next(8);
            deeds[i] = new TraceDeed { Kind = kind, Text = Text(ref random), Lane = random.Next(2) == 0 ? random.Next(lanes) : null, Level = kind == TraceDeedKind.Logged ? "Debug" : null, Category = Maybe(ref random) };
        }

        return deeds;
    }

    private static TraceWait[] Waits(ref Xoshiro256 random, int lanes, int files, int count)
    {
        var waits = new TraceWait[random.Next(3) == 0 ? random.Next(9) : 0];
        for (int i = 0; i < waits.Length; i++)
        {
            waits[i] = new TraceWait
            {
                Lane = random.Next(2) == 0 ? random.Next(lanes) : null,
                Who = Text(ref random),
                For = Text(ref random),
                HeldBy = random.Next(2) == 0 ? [Text(ref random), Text(ref random)] : [],
                Method = Maybe(ref random),
                At = Place(ref random, files),
                Since = count > 0 && random.Next(2) == 0 ? 1 + random.Next(count) : null,
            };
        }

        return waits;
    }

    private static string? Maybe(ref Xoshiro256 random) => random.Next(3) == 0 ? null : Text(ref random);

    private static TracePlace? Place(ref Xoshiro256 random, int files) => files == 0 || random.Next(3) == 0 ? null : new(random.Next(files), 1 + random.Next(9));
}
