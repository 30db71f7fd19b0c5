namespace SimAsync.Tests.Readable;

/// <summary>The price of one share on a board, moved by a market's feed and by the broker's own surcharges.</summary>
internal sealed class PriceBoard : IDisposable
{
    private static readonly TimeSpan Decoding = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Approval = TimeSpan.FromMilliseconds(1);

    private readonly SemaphoreSlim feedGate = new(1);
    private readonly SemaphoreSlim boardGate = new(1);

    public decimal Price { get; private set; } = 100;

    /// <summary>The market has moved by so much.</summary>
    public async Task ApplyTick(decimal change)
    {
        await feedGate.WaitAsync();
        try
        {
            await Task.Delay(Decoding); // [1]
            Price += change;
        }
        finally
        {
            feedGate.Release();
        }
    }

    /// <summary>The broker takes so much on top.</summary>
    public async Task AddSurcharge(decimal surcharge)
    {
        await boardGate.WaitAsync();
        try
        {
            decimal before = Price;
            await Task.Delay(Approval); // [2]
            Price = before + surcharge;
        }
        finally
        {
            boardGate.Release();
        }
    }

    public void Dispose()
    {
        feedGate.Dispose();
        boardGate.Dispose();
    }
}
