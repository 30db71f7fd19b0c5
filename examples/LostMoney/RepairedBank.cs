namespace SimAsync.Examples.LostMoney;

/// <summary>
/// The repair: a transfer holds both accounts. It takes them in the order of their names, because two transfers that take the same two in opposite orders would
/// wait for each other for ever.
/// </summary>
public sealed class RepairedBank(AccountStore store) : IBank
{
    private readonly Dictionary<string, SemaphoreSlim> locks = [];

    /// <inheritdoc/>
    public async Task Transfer(string from, string to, int amount)
    {
        bool inOrder = string.CompareOrdinal(from, to) < 0;
        SemaphoreSlim first = LockOf(inOrder ? from : to);
        SemaphoreSlim second = LockOf(inOrder ? to : from);
        await first.WaitAsync();
        try
        {
            await second.WaitAsync();
            try
            {
                int balance = await store.Read(from);
                await store.Write(from, balance - amount);
                balance = await store.Read(to);
                await store.Write(to, balance + amount);
            }
            finally
            {
                second.Release();
            }
        }
        finally
        {
            first.Release();
        }
    }

    private SemaphoreSlim LockOf(string account)
    {
        if (!locks.TryGetValue(account, out SemaphoreSlim? held))
        {
            held = new SemaphoreSlim(1);
            locks[account] = held;
        }

        return held;
    }
}
