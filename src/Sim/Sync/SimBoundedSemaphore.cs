namespace SimAsync;

/// <summary>A <see cref="SimSemaphore"/> that cannot have more permits than it began with: asyncio's <c>BoundedSemaphore</c>.</summary>
public sealed class SimBoundedSemaphore : SimSemaphore
{
    private readonly int bound;

    /// <inheritdoc cref="SimSemaphore(int, string?)"/>
    public SimBoundedSemaphore(int value = 1, string? name = null)
        : base(value, name) => bound = value;

    /// <inheritdoc/>
    /// <exception cref="SemaphoreFullException">All its permits are free already.</exception>
    public override void Release()
    {
        if (Value >= bound)
        {
            throw new SemaphoreFullException($"{Describe()}: there is nothing to release.");
        }

        base.Release();
    }
}
