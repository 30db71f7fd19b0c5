namespace SimAsync.Tests.Readable;

/// <summary>A shop's catalogue, loaded in two parts when it is first wanted. Prices are converted as they are shown, so the currency is set before all of it is there.</summary>
internal sealed class LazyCatalogue : IDisposable
{
    private static readonly TimeSpan Database = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim gate = new(1);
    private bool hasNames;
    private bool hasPrices;

    public string Currency { get; private set; } = "EUR";

    public async Task LoadNames()
    {
        await gate.WaitAsync().ConfigureAwait(false);
        await Task.Delay(Database).ConfigureAwait(false);
        hasNames = true;
        gate.Release();
    }

    public async Task LoadPrices()
    {
        await gate.WaitAsync().ConfigureAwait(false); // [1]
        await Task.Delay(Database).ConfigureAwait(false); // [1]
        hasPrices = true;
        gate.Release();
    }

    public async Task UseCurrency(string currency)
    {
        await gate.WaitAsync().ConfigureAwait(false); // [2]
        if (hasNames && hasPrices)
        {
            gate.Release();
            throw new InvalidOperationException($"The catalogue is complete, in {Currency}: it is too late for {currency}.");
        }

        Currency = currency;
        gate.Release();
    }

    public void Dispose() => gate.Dispose();
}
