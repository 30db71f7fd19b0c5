using NUnit.Framework.Interfaces;
using SimAsync.NUnit;
using SimAsync.Tests.NUnit;

namespace SimAsync.Examples.Docs;

// docs: reading-class
/// <summary>A shop's books. A sale takes the stock and then the ledger, a refund the ledger and then the stock.</summary>
public sealed class Shop
{
    private readonly SemaphoreSlim stock = new(1);
    private readonly SemaphoreSlim ledger = new(1);

    public async Task Sell()
    {
        await stock.WaitAsync();
        await Task.Delay(10); // The warehouse answers.
        await ledger.WaitAsync();
        await Task.Delay(1); // Both are written.
        ledger.Release();
        stock.Release();
    }

    public async Task Refund()
    {
        await Task.Delay(10); // The bank answers.
        await ledger.WaitAsync();
        await stock.WaitAsync();
        await Task.Delay(1); // Both are written.
        stock.Release();
        ledger.Release();
    }
}
// docs end

/// <summary>The code in docs/reading-a-failure.md.</summary>
[Explicit("The test fails: it shows how.")]
public sealed class ShopTests
{
    private readonly string folder = TestContext.CurrentContext.WorkDirectory;

    // docs: reading-test
    [SimTest]
    public async Task Shop_SaleAndRefundAtOnce_BothEnd()
    {
        var shop = new Shop();
        await Task.WhenAll(shop.Sell(), shop.Refund());
    }
    // docs end

    // docs: reading-code
    [Test]
    public void Failure_OfAnExploration_IsWritten()
    {
        SimulationFailure failure = Simulation.Explore(Shop_SaleAndRefundAtOnce_BothEnd).Failure!;

        SimTrace trace = failure.ToTrace("a sale and a refund");
        using FileStream file = File.Create(Path.Combine(folder, "shop.json"));
        trace.Write(file, TraceFormat.Json);

        Assert.That(failure.Passing!.Exception, Is.Null); // The nearest run that passes.
    }
    // docs end

    internal static ITestResult Run(string test) => NestedRun.Of(typeof(ShopTests), test)[test];

    /// <summary>The lines of the message from the first that begins so, up to that which begins with <paramref name="to"/>.</summary>
    internal static string Part(string message, string from, string? to)
    {
        string[] lines = message.Split('\n');
        int first = Array.FindIndex(lines, line => line.TrimStart().StartsWith(from, StringComparison.Ordinal));
        int last = to is null ? lines.Length : Array.FindIndex(lines, first + 1, line => line.TrimStart().StartsWith(to, StringComparison.Ordinal));
        return first < 0 || last < 0 ? throw new InvalidOperationException($"No part of the message is from '{from}' to '{to}':\n{message}") : string.Join('\n', lines[first..last]).TrimEnd();
    }
}
