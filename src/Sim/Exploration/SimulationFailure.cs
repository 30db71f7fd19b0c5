using SimAsync.Exploration;
using SimAsync.Graphs;

namespace SimAsync;

/// <summary>A run that failed, shrunk to what matters, and how to play it again.</summary>
public sealed class SimulationFailure
{
    internal SimulationFailure(RunReport report) => Report = report;

    /// <summary>Which run of the exploration it was, from 1, whichever the shard; 0 if the corpus had it.</summary>
    public int Run { get; internal init; }

    /// <summary>How many runs the exploration was to make at most.</summary>
    internal int Runs { get; init; }

    /// <summary>Whether such a run was looked for.</summary>
    internal bool IsExplained { get; init; }

    /// <summary>The nearest run that passes, with its trace: it begins as the failing one does. Null if none was found, or if failures are not shrunk.</summary>
    public RunReport? Passing { get; internal init; }

    /// <summary>What it failed with.</summary>
    public Exception Exception => Report.Exception!;

    /// <summary>How many steps were not the one that asyncio would have run, after shrinking.</summary>
    public int Deviations => Report.Deviations;

    /// <summary>How many they were as the failure was found.</summary>
    public int DeviationsFound { get; internal init; }

    /// <summary>How many steps the shrunk run took until it failed.</summary>
    public int Steps => (int)Math.Min(int.MaxValue, Report.Steps);

    /// <summary>How many runs the shrinking took.</summary>
    public int ShrinkRuns { get; internal init; }

    /// <summary>The strategy of the exploration.</summary>
    public string Strategy { get; internal init; } = "";

    /// <summary>The exploration's seed.</summary>
    public ulong Seed { get; internal init; }

    /// <summary>The shard that found it; null if the exploration was made as a whole.</summary>
    public Shard? Shard { get; internal init; }

    /// <summary>Where the corpus has it: its file and, after a colon, the line, from 1. Null if it was found by exploring.</summary>
    public string? CorpusPlace { get; internal init; }

    /// <summary>The code that plays the shrunk run again, with <c>Simulation.Replay</c> in any process.</summary>
    public string ReplayCode => Report.ReplayCode;

    /// <summary>Whether playing it again, here and at once, gave the same failure. If not, the code under test does something that differs from run to run.</summary>
    public bool IsReproducible { get; internal init; }

    /// <summary>The shrunk run, with its trace.</summary>
    public RunReport Report { get; }

    /// <summary>
    /// If it is not reproducible, or two runs with the same choices differ: places in the code under test that may be why, because they ask a real clock or unseeded chance. Whether they had a part in it is not known.
    /// </summary>
    public IReadOnlyList<RealWorldRead> Suspects { get; internal init; } = [];

    /// <summary>Whether steps had costs: they are in the options, not in the code.</summary>
    internal bool HasCosts { get; init; }

    /// <summary>Whether it was not found by exploring, but is a recorded run that was played again.</summary>
    internal bool IsReplay { get; init; }

    /// <summary>How it was found, and what is known of it beside the exception: lines, each but the first indented.</summary>
    internal string Finding =>
        (IsReplay ? "This was a replay: " : CorpusPlace is null ? $"Run {Run} of {Runs} failed ({Strategy}, seed {Seed}{(Shard is null ? "" : $", shard {Shard}")})\n  " : $"A kept run failed again ({CorpusPlace})\n  ")
        + $"{Extent}.\n"
        + string.Concat(Report.Injected.Select(static one => $"  The simulation: {one}.\n"))
        + (IsReproducible || Exception is NondeterminismException ? "" : "  Playing it again gave something else: the code under test does what differs from run to run (a hash order, a real clock, a static field, another thread).\n"
            + string.Concat(Suspects.Take(10).Select(static suspect => $"    {suspect}\n")));

    /// <summary>"8 steps, 2 out of order (shrunk from 5 in 31 runs)".</summary>
    internal string Extent => $"{Steps} step{(Steps == 1 ? "" : "s")}, {Deviations} out of order{(DeviationsFound > Deviations ? $" (shrunk from {DeviationsFound} in {ShrinkRuns} runs)" : "")}";

    /// <summary>How to play it again.</summary>
    internal string Replay => $"Simulation.Replay(\"{ReplayCode}\", test{(HasCosts ? ", options with the same StepCost" : "")})";

    /// <summary>What the failing run did, and the nearest that passes beside it: to be written as a page, a table, or data.</summary>
    /// <param name="title">What was run; null for nothing to say.</param>
    /// <exception cref="InvalidOperationException">There is no trace: playing the run again gave something else.</exception>
    public SimTrace ToTrace(string? title = null) => new(TraceMaker.Of(this, title, null));

    /// <summary>The failure in at most 40 lines: what failed, how it was found, the steps that matter, and how to play it again.</summary>
    public override string ToString() =>
        FailureText.Of(
            Exception is GraphFault fault ? GraphErrors.Describe(fault) : $"{Exception.GetType().Name}: {FailureText.Head(Exception)}",
            Finding,
            TraceFor(null, null)?.Document,
            [$"  Play it again: {Replay}"]);

    /// <summary>What a test framework shows and keeps; null if there is none.</summary>
    /// <param name="title">The test's name; null for nothing to say.</param>
    /// <param name="replay">The command that plays it again; null for the library's own.</param>
    internal SimTrace? TraceFor(string? title, string? replay) => Report.Tracer is null ? null : new SimTrace(TraceMaker.Of(this, title, replay));
}
