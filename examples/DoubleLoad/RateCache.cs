namespace SimAsync.Examples.DoubleLoad;

/// <summary>The bug: it looks, awaits, and then acts. Whoever looks during the await sees nothing, and loads too.</summary>
/// <param name="load">Asks the rate service.</param>
public sealed class RateCache(Func<string, Task<decimal>> load) : IRateCache
{
    private readonly Dictionary<string, decimal> rates = [];

    /// <inheritdoc/>
    public async Task<decimal> Get(string currency)
    {
        if (rates.TryGetValue(currency, out decimal known))
        {
            return known;
        }

        decimal loaded = await load(currency);
        rates[currency] = loaded;
        return loaded;
    }
}
