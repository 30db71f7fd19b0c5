using System.Globalization;
using System.Text;
using SimAsync.Tests.Cancellation;
using SimAsync.Tests.Determinism;
using SimAsync.Tests.FsCheck;
using SimAsync.Tests.Interop;
using SimAsync.Tests.Node.Page;

namespace SimAsync.Tests;

/// <summary>What the test assembly does when it is run as a program of its own: the other process of the tests that need two.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is ["workers"])
        {
            AppContext.SetSwitch("SimAsync.HoldWorkers", true);
            Console.Write(WorkerRuns.Play());
            return 0;
        }

        if (args is ["cancellation", var runs])
        {
            Console.Write(CancellationScenarios.FirstFailure(int.Parse(runs, CultureInfo.InvariantCulture)));
            return 0;
        }

        if (args is ["properties"])
        {
            Console.Write(string.Concat(Enumerable.Range(0, 3).Select(static seed => Checks.Report((ulong)seed))));
            return 0;
        }

        if (args is ["samples", var folder])
        {
            SampleFiles.Write(folder);
            return 0;
        }

        if (args is not ["replay"])
        {
            Console.Error.WriteLine("Run the tests with `dotnet test`. As a program this only serves them: replay < lines, workers, cancellation RUNS, properties, samples FOLDER.");
            return 2;
        }

        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        using var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
        while (input.ReadLine() is { } line)
        {
            output.WriteLine(ReplayLine.Play(line));
        }

        return 0;
    }
}
