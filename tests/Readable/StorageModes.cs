namespace SimAsync.Tests.Readable;

/// <summary>
/// A storage that many read at once, or many back up at once, but not both. Who is the first of a kind takes the storage for all of that kind, and who is the last gives
/// it back.
/// </summary>
internal sealed class StorageModes : IDisposable
{
    private readonly SemaphoreSlim counters = new(1);
    private readonly SemaphoreSlim storage = new(1);
    private int readers;
    private int backups;

    public async Task EnterReader()
    {
        await counters.WaitAsync();
        if (++readers == 1)
        {
            await storage.WaitAsync();
        }

        counters.Release();
    }

    public async Task LeaveReader()
    {
        await counters.WaitAsync(); // [1]
        if (--readers == 0)
        {
            storage.Release();
        }

        counters.Release();
    }

    public async Task EnterBackup()
    {
        await counters.WaitAsync();
        if (++backups == 1)
        {
            await storage.WaitAsync(); // [2]
        }

        counters.Release();
    }

    public async Task LeaveBackup()
    {
        await counters.WaitAsync();
        if (--backups == 0)
        {
            storage.Release();
        }

        counters.Release();
    }

    public void Dispose()
    {
        counters.Dispose();
        storage.Dispose();
    }
}
