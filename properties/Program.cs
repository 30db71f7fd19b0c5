using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace SimAsync.Properties;

/// <summary>What the suite does when it is run as a program of its own: tries one law, for the mutants that it is to find.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not ["law", var law] || law.Split('.') is not [var fixture, var method])
        {
            Console.Error.WriteLine("Run the properties with `dotnet test`. As a program this only serves them: law FIXTURE.METHOD.");
            return 2;
        }

        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        runner.Load(typeof(Program).Assembly, new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 });
        ITestResult result = runner.Run(TestListener.NULL, TestFilter.FromXml($"<filter><and><class re=\"1\">\\.{fixture}$</class><method>{method}</method></and></filter>"));
        if (result.TotalCount == 0)
        {
            Console.Error.WriteLine($"There is no law {law}.");
            return 2;
        }

        foreach (ITestResult failed in Leaves(result).Where(static leaf => leaf.ResultState.Status == TestStatus.Failed))
        {
            Console.WriteLine($"{failed.Name}: {failed.Message}");
        }

        return result.FailCount > 0 ? 1 : 0;
    }

    private static IEnumerable<ITestResult> Leaves(ITestResult result) => result.HasChildren ? result.Children.SelectMany(Leaves) : [result];
}
