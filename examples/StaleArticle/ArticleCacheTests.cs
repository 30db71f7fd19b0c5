using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework.Interfaces;
using SimAsync.FsCheck;
using SimAsync.Tests.NUnit;

namespace SimAsync.Examples.StaleArticle;

/// <summary>What the property finds, shown; and the same from code.</summary>
public sealed partial class ArticleCacheTests
{
    private const string Failing = nameof(ArticleCacheProperties.Get_AfterAnyCommandsAtOnce_IsWhatTheStoreHas);

    /// <summary>For <see cref="Program"/>.</summary>
    public static Example Example { get; } = new(
        "StaleArticle",
        "A change of an article takes it out of the cache; a load that is under way puts the old text back, for good. FsCheck generates the commands.",
        () => SimCheck.Run(Buggy()),
        code => Throw(SimCheck.Run(Buggy(code))),
        () => SimCheck.Run(Repaired()));

    /// <summary>The same property, of the repaired cache.</summary>
    [SimProperty(Arbitrary = [typeof(Command)])]
    public Task Get_RepairedAfterAnyCommandsAtOnce_IsWhatTheStoreHas(Command[] commands) =>
        ArticleCacheProperties.Holds(commands, static store => new RepairedArticleCache(2, store));

    [Test]
    public void Property_OfTheBuggyCache_FindsTwoCommandsAndOneStepOutOfOrder()
    {
        SimPropertyFailure failure = SimCheck.Run(Buggy()).Failure!;

        var commands = (Command[])failure.Input[0]!;
        Assert.That(commands, Is.EquivalentTo(new Command[] { new Command.Get(1), new Command.Set(1, ((Command.Set)commands.Single(static command => command is Command.Set)).Text) }));
        Assert.That(failure.Simulation.Deviations, Is.EqualTo(1));
    }

    [Test]
    public void Property_RunByNUnit_FailsWithTheInputTheInterleavingAndACode()
    {
        ITestResult result = NestedRun.Of(typeof(ArticleCacheProperties), Failing)[Failing];

        Assert.That(result.Message, Does.Contain("commands = [").And.Contain("1 out of order"));
        Assert.That(CodeOf().IsMatch(result.Message), result.Message);
    }

    [GeneratedRegex(@"SIMASYNC_REPLAY=simp1\.\S+ dotnet test")]
    private static partial Regex CodeOf();

    private static Property Buggy(string? code = null) => Of(static store => new ArticleCache(2, store), code);

    private static Property Repaired() => Of(static store => new RepairedArticleCache(2, store), null);

    private static Property Of(Func<ArticleStore, IArticleCache> make, string? code) => SimProp.ForAll(
        Command.Arbitrary().Array(), commands => ArticleCacheProperties.Holds(commands, make), new SimPropertyOptions { Replay = code });

    private static void Throw(SimCheckReport report) =>
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(report.Failure!.Simulation.Exception);
}
