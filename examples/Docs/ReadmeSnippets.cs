using NUnit.Framework.Interfaces;
using SimAsync.NUnit;
using SimAsync.Tests.NUnit;

namespace SimAsync.Examples.Docs;

/// <summary>The code in README.md.</summary>
[Explicit("The test fails: it shows how.")]
public sealed class CheckoutTests
{
    // docs: readme-test
    [SimTest]
    public async Task Order_PaidAndCancelledAtOnce_IsNotBoth()
    {
        bool paid = false, cancelled = false;
        async Task Pay() { if (!cancelled) { await Task.Delay(50); /* the bank answers */ paid = true; } }
        async Task Cancel() { await Task.Delay(50); /* the click comes in */ if (!paid) { cancelled = true; } }

        await Task.WhenAll(Pay(), Cancel());
        Assert.That(paid && cancelled, Is.False);
    }
    // docs end

    // docs: readme-replay
    [SimTest(Replay = "sim1.AAMGAQIAWFhYINe3zw")]
    public Task Order_PlayedAgain() => Order_PaidAndCancelledAtOnce_IsNotBoth();
    // docs end

    internal static ITestResult Run(string test) => NestedRun.Of(typeof(CheckoutTests), test)[test];
}
