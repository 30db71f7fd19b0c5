namespace SimAsync.Examples.DoubleLoad;

/// <summary>Exchange rates, each loaded when it is first asked for, and once.</summary>
public interface IRateCache
{
    /// <summary>The rate of a currency.</summary>
    Task<decimal> Get(string currency);
}
