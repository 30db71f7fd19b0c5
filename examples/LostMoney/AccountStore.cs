namespace SimAsync.Examples.LostMoney;

/// <summary>The balances, in a database: each read and each write takes its time.</summary>
public sealed class AccountStore
{
    private readonly Dictionary<string, int> balances = new() { ["anna"] = 100, ["ben"] = 100 };

    /// <summary>All money there is.</summary>
    public int Total => balances.Values.Sum();

    /// <summary>Reads a balance.</summary>
    public async Task<int> Read(string account)
    {
        await Sim.Yield();
        return balances[account];
    }

    /// <summary>Writes a balance.</summary>
    public async Task Write(string account, int balance)
    {
        await Sim.Yield();
        balances[account] = balance;
    }
}
