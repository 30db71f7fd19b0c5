namespace SimAsync.Tests.Readable;

/// <summary>Books money in and out of accounts, and keeps a ledger of what was booked.</summary>
internal sealed class AccountService(AccountStore store)
{
    private static readonly TimeSpan CardCheck = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LimitCheck = TimeSpan.FromMilliseconds(10);

    private readonly List<(string Account, decimal Amount)> ledger = [];

    public async Task Deposit(string account, decimal amount)
    {
        decimal balance = await store.Load(account);
        await store.Save(account, balance + amount); // [1]
        ledger.Add((account, amount));
    }

    public async Task Withdraw(string account, decimal amount)
    {
        await Task.Delay(CardCheck);
        await Task.Delay(LimitCheck); // [2]
        decimal balance = await store.Load(account); // [2]
        if (balance < amount)
        {
            throw new InvalidOperationException($"{account} has {balance}, which is less than {amount}.");
        }

        await store.Save(account, balance - amount);
        ledger.Add((account, -amount));
    }

    /// <summary>By how much the balance is not what the ledger says.</summary>
    public async Task<decimal> Audit(string account)
    {
        decimal booked = ledger.Where(entry => entry.Account == account).Sum(static entry => entry.Amount);
        return await store.Load(account) - booked;
    }
}
