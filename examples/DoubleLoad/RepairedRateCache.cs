namespace SimAsync.Examples.DoubleLoad;

/// <summary>The repair: it keeps the task, not its result, so that the look and the act stand in one step.</summary>
/// <param name="load">Asks the rate service.</param>
public sealed class RepairedRateCache(Func<string, Task<decimal>> load) : IRateCache
{
    private readonly Dictionary<string, Task<decimal>> rates = [];

    /// <inheritdoc/>
    public Task<decimal> Get(string currency)
    {
        if (!rates.TryGetValue(currency, out Task<decimal>? rate))
        {
            rate = load(currency);
            rates[currency] = rate;
        }

        return rate;
    }
}
