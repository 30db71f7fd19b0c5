using System.Globalization;
using SimAsync.TestSupport.Programs;

namespace SimAsync.Bench.Bugs;

/// <summary>For each strategy a table: what shrinking makes of the failures, and what it costs.</summary>
internal static class ShrunkFigures
{
    public static void Write(Document document, IReadOnlyList<BugProgram> programs, BugsOptions options)
    {
        document.Begin("Shrunk failures", options);
        document.Line();
        document.Line("Over the campaigns that found the bug, with all tasks ready at first: deviations after shrinking, the runs that shrinking took, and the characters of the longest replay code.");
        foreach (Strategy strategy in options.Strategies is [] ? [Strategy.Portfolio] : options.Strategies)
        {
            document.Line();
            document.Line($"## {strategy.Name}");
            document.Line();
            document.Head("program", "found", "deviations, mean", "worst", "shrinking runs, mean", "longest code");
            foreach (BugProgram program in programs)
            {
                IReadOnlyList<SimulationFailure> found = Campaigns.Run(program.AllReady, strategy, options).Found;
                document.Row(found.Count == 0 ? [program.Name, "0", "", "", "", ""] :
                [
                    program.Name,
                    Text(found.Count),
                    Document.Text(found.Average(static failure => failure.Deviations)),
                    Text(found.Max(static failure => failure.Deviations)),
                    Document.Text(found.Average(static failure => failure.ShrinkRuns)),
                    Text(found.Max(static failure => failure.ReplayCode.Length)),
                ]);
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
