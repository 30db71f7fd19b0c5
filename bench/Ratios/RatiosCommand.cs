using System.Runtime.InteropServices;

namespace SimAsync.Bench.Ratios;

/// <summary>The command <c>ratios</c>: measures every figure, one after the other.</summary>
internal static class RatiosCommand
{
    // Memory first, while the process is small.
    private static readonly Figure[] Figures =
    [
        new SleepingTaskBytes(),
        new ZeroSleepInOrder(),
        new ZeroSleepRandom(),
        new Timer(),
        new EmptyRun(),
        new StepCost(),
        new PostedContinuation(),
        new GatedItem(),
        new PlainPrograms(),
        new FastCheckPeer(),
        new AsyncioPeer(),
    ];

    /// <returns>The exit code: 0, or 2 if the arguments are wrong. A figure over its limit is no failure.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (!RatiosOptions.TryParse(arguments, out RatiosOptions? options, out string? fault))
        {
            return Program.Refuse(fault);
        }

        Figure[] chosen = [.. Figures.Where(figure => options.Filter is null || figure.Name.Contains(options.Filter, StringComparison.Ordinal))];
        if (chosen.Length == 0)
        {
            return Program.Refuse($"No figure's name contains '{options.Filter}'. There are: {string.Join(", ", Figures.Select(static figure => figure.Name))}.");
        }

        var harness = new Harness(options.Rounds);
        var report = new Report(Console.Out);
        report.Say($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores {RuntimeInformation.ProcessArchitecture}, {options.Rounds} rounds");
        foreach (Figure figure in chosen)
        {
            figure.Measure(harness, report);
        }

        report.Summarize();
        return 0;
    }
}
