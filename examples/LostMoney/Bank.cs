namespace SimAsync.Examples.LostMoney;

/// <summary>The bug: between the read of a balance and its write another transfer can write it, and that write is lost.</summary>
public sealed class Bank(AccountStore store) : IBank
{
    /// <inheritdoc/>
    public async Task Transfer(string from, string to, int amount)
    {
        int balance = await store.Read(from);
        await store.Write(from, balance - amount);
        balance = await store.Read(to);
        await store.Write(to, balance + amount);
    }
}
