using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework.Interfaces;
using SimAsync.Examples.StaleArticle;
using SimAsync.FsCheck;
using SimAsync.Tests.NUnit;

namespace SimAsync.Examples.Docs;

/// <summary>The code in docs/fscheck.md.</summary>
public sealed class FsCheckSnippets
{
    // docs: fscheck-code
    [Test]
    public void Counter_AddedToAtOnce_LosesAnUpdate()
    {
        Property property = SimProp.ForAll(ArbMap.Default.ArbFor<byte[]>(), SumIsKept);

        SimCheckReport report = SimCheck.Run(property, Config.Quick.WithMaxTest(50));

        SimPropertyFailure failure = report.Failure!;
        Assert.That((byte[])failure.Input[0]!, Has.Length.EqualTo(2)); // Of those that were generated, the smallest.
        Assert.That(failure.Simulation.Deviations, Is.EqualTo(1));

        Property again = SimProp.ForAll(ArbMap.Default.ArbFor<byte[]>(), SumIsKept, new SimPropertyOptions { Replay = failure.ReplayCode });
        Assert.That(() => SimCheck.One(again), Throws.TypeOf<SimPropertyFailedException>());
    }
    // docs end

    private static async Task<bool> SumIsKept(byte[] numbers)
    {
        int sum = 0;
        await Task.WhenAll(numbers.Select(Add));
        return sum == numbers.Sum(static number => number);

        async Task Add(byte number)
        {
            await Task.Delay(1);
            int before = sum;
            await Task.Yield();
            sum = before + number;
        }
    }
}

/// <summary>The property in docs/fscheck.md.</summary>
[Explicit("The test fails: it shows how.")]
public sealed class ArticleTests
{
    // docs: fscheck-property
    [SimProperty(Arbitrary = [typeof(Command)])]
    public async Task Get_AfterAnyCommandsAtOnce_IsWhatTheStoreHas(Command[] commands)
    {
        var store = new ArticleStore();
        var cache = new ArticleCache(2, store);
        await Task.WhenAll(commands.Select(command => command.Do(cache)));

        foreach (int id in commands.Select(command => command.Id).Distinct())
        {
            Assert.That(await cache.Get(id), Is.EqualTo(await store.Read(id)));
        }
    }
    // docs end

    internal static ITestResult Run(string test) => NestedRun.Of(typeof(ArticleTests), test)[test];
}
