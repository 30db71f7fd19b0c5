using SimAsync.TestSupport.Programs;

namespace SimAsync.Bench.Bugs;

/// <summary>For each form a table: how many runs it takes until a run fails, for each program and strategy.</summary>
internal static class RunsToBug
{
    public static void Write(Document document, IReadOnlyList<BugProgram> programs, BugsOptions options)
    {
        IReadOnlyList<Strategy> strategies = options.Strategies.Count > 0
            ? options.Strategies
            : [.. Strategy.Names.Where(static name => name != Strategy.InOrder.Name).Select(Strategy.Parse)];
        document.Begin("Runs to the bug", options);
        document.Line();
        document.Line("A figure is the mean number of runs up to and including the first that failed, over the campaigns that found the bug.");
        document.Line("If not all did, how many did stands in brackets; their mean leaves the others out, and so is too low.");
        document.Line("Best is the single strategy that found it in most campaigns, and among those in the fewest runs.");
        document.Line("Exhaustive search, with reduction, has one campaign, for no seed plays a part in it, and stands outside that comparison.");
        WriteTable(document, "All ready", programs, static program => program.AllReady, strategies, options);
        WriteTable(document, "Staged", programs, static program => program.Staged, strategies, options);
    }

    private static void WriteTable(
        Document document, string title, IReadOnlyList<BugProgram> programs, Func<BugProgram, Func<Coroutine>> form, IReadOnlyList<Strategy> strategies, BugsOptions options)
    {
        bool hasBest = strategies.Contains(Strategy.Portfolio) && strategies.Count > 1;
        document.Line();
        document.Line($"## {title}");
        document.Line();
        document.Head(["program", .. strategies.Select(static strategy => strategy.Name), .. hasBest ? (string[])["best", "portfolio/best"] : []]);
        foreach (BugProgram program in programs)
        {
            Campaigns[] cells = [.. strategies.Select(strategy => Campaigns.Run(form(program), strategy, options))];
            string[] row = [program.Name, .. cells.Select(static cell => cell.ToString())];
            document.Row(hasBest ? [.. row, .. Best(strategies, cells)] : row);
        }
    }

    private static string[] Best(IReadOnlyList<Strategy> strategies, Campaigns[] cells)
    {
        var all = strategies.Zip(cells).ToLookup(static one => one.First == Strategy.Portfolio, static one => one.Second);
        Campaigns portfolio = all[true].First();
        return all[false].Where(static cell => cell.Found.Count > 0).OrderByDescending(static cell => cell.Found.Count).ThenBy(static cell => cell.MeanRuns).FirstOrDefault() is { } best
            ? [best.ToString(), portfolio.Found.Count == 0 ? "never" : Document.Text(portfolio.MeanRuns / best.MeanRuns)]
            : ["never", ""];
    }
}
