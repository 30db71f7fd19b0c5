using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck.Models;

namespace SimAsync.Examples.Docs;

// docs: models-system
/// <summary>Money in, money out, and never less than nothing.</summary>
public sealed class Account
{
    private int balance;

    public async Task<bool> Change(int amount)
    {
        int old = balance;
        await Task.Delay(10); // Asks the bank.
        if (old + amount < 0)
        {
            return false;
        }

        balance = old + amount;
        return true;
    }
}
// docs end

// docs: models-model
public sealed class AccountModel : ConcurrentModel<Account, int, int, bool>
{
    public override int Initial => 0;

    public override Account CreateSystem() => new();

    public override Gen<int> Next(int state) => Gen.Choose(-5, 9);

    public override IEnumerable<int> Shrink(int command) => ArbMap.Default.ArbFor<int>().Shrinker(command);

    public override Task<bool> Run(Account system, int command, CancellationToken cancellationToken) => system.Change(command);

    public override (int State, bool Result) Apply(int state, int command) =>
        state + command < 0 ? (state, false) : (state + command, true);
}
// docs end

internal static class ModelsSnippets
{
    // docs: models-check
    public static void Check() => new AccountModel().Check(new ConcurrentModelOptions { Programs = 200 });
    // docs end

    public static string Failure()
    {
        try
        {
            Check();
        }
        catch (ConcurrentModelFailedException e)
        {
            return e.Message;
        }

        return "";
    }

    public static void History()
    {
        // docs: models-history
        Operation<int, bool>[] history =
        [
            new(client: 1, command: 5, invoked: 0, ended: 3, result: true),
            new(client: 2, command: -5, invoked: 1, ended: 2, result: false),
            new(client: 2, command: -2, invoked: 4, OperationEnd.TimedOut),
        ];
        LinearizabilityReport<int, int, bool> report = Linearizability.Check(new AccountModel(), history);
        Assert.That(report.Verdict, Is.EqualTo(LinearizabilityVerdict.Linearizable));
        Assert.That(report.Witness[0].Operation, Is.EqualTo(history[1]));
        // docs end
    }
}

/// <summary>What the documents say holds.</summary>
public sealed class ModelsSnippetsTests
{
    [Test]
    public void History_OfTheDocument_IsAsSaid() => ModelsSnippets.History();
}
