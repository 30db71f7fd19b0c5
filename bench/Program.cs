using BenchmarkDotNet.Running;
using SimAsync.Bench.Ratios;

namespace SimAsync.Bench;

/// <summary>Two programs: BenchmarkDotNet's, for the time of one operation, and <c>ratios</c>, for times beside those of a bare loop and of peers.</summary>
public static class Program
{
    private const string Help = """
        dotnet run --project bench -c Release                          every benchmark, by BenchmarkDotNet
        dotnet run --project bench -c Release -- OPTIONS               BenchmarkDotNet's own: --list flat, --filter *Step*, …
        dotnet run --project bench -c Release -- ratios                every figure of bench/README.md
            --filter NAME    only figures whose name contains NAME
            --rounds N       rounds of each comparison, from 1; 15 unless told
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

            // What begins with a dash is BenchmarkDotNet's, which checks it.
            case [var word, ..] when !word.StartsWith('-'):
                return Refuse($"There is no command '{word}': there are ratios and help.");
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
