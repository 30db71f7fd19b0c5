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
public sealed record Change(int Amount)
{
    public override string ToString() => Amount < 0 ? $"withdraw {-Amount}" : $"deposit {Amount}";
}

public sealed class AccountModel : ConcurrentModel<Account, int, Change, bool>
{
    public override int Initial => 0;

    public override Account CreateSystem() => new();

    public override Gen<Change> Next(int state) => Gen.Choose(-5, 9).Select(static amount => new Change(amount));

    public override IEnumerable<Change> Shrink(Change command) => ArbMap.Default.ArbFor<int>().Shrinker(command.Amount).Select(static amount => new Change(amount));

    public override Task<bool> Run(Account system, Change command, CancellationToken cancellationToken) => system.Change(command.Amount);

    public override (int State, bool Result) Apply(int state, Change command) =>
        state + command.Amount < 0 ? (state, false) : (state + command.Amount, true);
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
        Operation<Change, bool>[] history =
        [
            new(client: 1, new Change(5), invoked: 0, ended: 3, result: true),
            new(client: 2, new Change(-5), invoked: 1, ended: 2, result: false),
            new(client: 2, new Change(-2), invoked: 4, OperationEnd.TimedOut),
        ];
        LinearizabilityReport<int, Change, bool> report = Linearizability.Check(new AccountModel(), history);
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
