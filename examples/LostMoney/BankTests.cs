namespace SimAsync.Examples.LostMoney;

/// <summary>Two transfers go opposite ways at once. Plain <c>async Task</c> code, mended with the framework's own <see cref="SemaphoreSlim"/>.</summary>
public sealed class BankTests
{
    // Printed by an exploration, and kept as a regression test.
    private const string Kept = "sim1.AAYKAQEAWFhYWFhYd9DpzA";

    /// <summary>For <see cref="Program"/>.</summary>
    public static Example Example { get; } = new(
        "LostMoney",
        "A transfer reads a balance, awaits and writes it back; what another transfer wrote in between is lost.",
        () => Simulation.Explore(Buggy),
        code => Simulation.Replay(code, Buggy),
        () => Simulation.Explore(Repaired));

    [Test]
    public void Transfer_OppositeWays_LosesMoneyInSomeRun()
    {
        ExploreReport report = Simulation.Explore(Buggy);

        Assert.That(report.Failure?.Exception, Is.TypeOf<InvalidOperationException>());
        Assert.That(report.Failure.Deviations, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Transfer_InOrder_LosesNothing() => Simulation.Run(Buggy);

    [Test]
    public void Transfer_PlayedAgain_LosesMoney() =>
        Assert.That(() => Simulation.Replay(Kept, Buggy), Throws.InvalidOperationException);

    [Test]
    public void Transfer_Repaired_LosesNothingInAnyRun()
    {
        ExploreReport report = Simulation.Explore(Repaired);

        report.ThrowIfFailed();
        Assert.That(report.Runs, Is.EqualTo(1000));
    }

    private static Task Buggy() => OppositeWays(store => new Bank(store));

    private static Task Repaired() => OppositeWays(store => new RepairedBank(store));

    private static async Task OppositeWays(Func<AccountStore, IBank> make)
    {
        var store = new AccountStore();
        IBank bank = make(store);
        int before = store.Total;
        await Task.WhenAll(bank.Transfer("anna", "ben", 10), bank.Transfer("ben", "anna", 20));
        if (store.Total != before)
        {
            throw new InvalidOperationException($"There was {before} in the bank, and now there is {store.Total}.");
        }
    }
}
