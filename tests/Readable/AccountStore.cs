namespace SimAsync.Tests.Readable;

/// <summary>The balances of accounts, in a database that is ten milliseconds away.</summary>
internal sealed class AccountStore
{
    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, decimal> balances = [];

    public async Task<decimal> Load(string account)
    {
        decimal balance = balances.GetValueOrDefault(account);
        await Task.Delay(Way);
        return balance;
    }

    public async Task Save(string account, decimal balance)
    {
        await Task.Delay(Way);
        balances[account] = balance;
    }
}
