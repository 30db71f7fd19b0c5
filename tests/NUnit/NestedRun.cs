using NUnit.Framework.Api;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace SimAsync.Tests.NUnit;

/// <summary>Runs a fixture that is not a test of ours, with NUnit's own runner, and gives its results by name.</summary>
internal static class NestedRun
{
    public static IReadOnlyDictionary<string, ITestResult> Of(Type fixture, string? test = null, ITestListener? listener = null)
    {
        var runner = new NUnitTestAssemblyRunner(new DefaultTestAssemblyBuilder());
        runner.Load(fixture.Assembly, new Dictionary<string, object> { ["NumberOfTestWorkers"] = 0 });
        string filter = test is null ? $"<class>{fixture.FullName}</class>" : $"<and><class>{fixture.FullName}</class><method>{test}</method></and>";

        // The runner's own thread: what is asserted there is not this test's.
        ITestResult? result = null;
        var thread = new Thread(() => result = runner.Run(listener ?? TestListener.NULL, TestFilter.FromXml($"<filter>{filter}</filter>")));
        using (ExecutionContext.SuppressFlow())
        {
            thread.Start();
        }

        thread.Join();
        return Leaves(result!).ToDictionary(static leaf => leaf.Name);
    }

    private static IEnumerable<ITestResult> Leaves(ITestResult result) => result.HasChildren ? result.Children.SelectMany(Leaves) : [result];
}
