using BenchmarkDotNet.Running;
using SimAsync.Bench.Bugs;
using SimAsync.Bench.Histories;
using SimAsync.Bench.Ratios;

namespace SimAsync.Bench;

/// <summary>
/// Four programs: BenchmarkDotNet's, for the time of one operation; <c>ratios</c>, for times beside those of a bare loop and of peers; <c>bugs</c>, for how
/// many runs the strategies need to find known bugs; and <c>linearizability</c>, for how many histories are judged a second.
/// </summary>
public static class Program
{
    private const string Help = """
        dotnet run --project bench -c Release                          every benchmark, by BenchmarkDotNet
        dotnet run --project bench -c Release -- OPTIONS               BenchmarkDotNet's own: --list flat, --filter *Step*, …
        dotnet run --project bench -c Release -- ratios                every figure of bench/README.md
            --filter NAME    only figures whose name contains NAME
            --rounds N       rounds of each comparison, from 1; 15 unless told
        dotnet run --project bench -c Release -- bugs                  runs until each known bug is found, as Markdown
            --filter NAME    only programs whose name contains NAME
            --strategy NAME  only this strategy; may be repeated, or name several with commas between
            --campaigns N    campaigns for each figure, with the seeds from 1; 100 unless told
            --cap N          the most runs in a campaign; 5000 unless told
            --shrink         what shrinking makes of the failures instead; portfolio unless told
            --out FILE       write the document there, too
            --date DATE      the date that it bears, as YYYY-MM-DD; today unless told
        dotnet run --project bench -c Release -- linearizability       histories of 30 operations that are judged a second
            --count N        histories of each kind; 2000 unless told
        dotnet run --project bench -c Release -- help                  this
        """;

    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        switch (args)
        {
            case ["help" or "--help" or "-h", ..]:
                Console.Out.WriteLine(Help);
                return 0;
            case ["ratios", .. var rest]:
                return RatiosCommand.Run(rest);
            case ["bugs", .. var rest]:
                return BugsCommand.Run(rest);

            case ["linearizability", .. var rest]:
                return LinearizabilityCommand.Run(rest);

            // What begins with a dash is BenchmarkDotNet's, which checks it.
            case [var word, ..] when !word.StartsWith('-'):
                return Refuse($"There is no command '{word}': there are ratios, bugs, linearizability and help.");
            default:
                // Without arguments the switcher would ask which one on the console: all are meant.
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
                return 0;
        }
    }

    /// <summary>Says what is wrong with the arguments.</summary>
    /// <returns>The exit code for that.</returns>
    internal static int Refuse(string fault)
    {
        Console.Error.WriteLine($"{fault} See: dotnet run --project bench -c Release -- help");
        return 2;
    }
}
