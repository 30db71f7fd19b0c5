namespace SimAsync.FsCheck.Generators;

/// <summary>Where a cancellation strikes.</summary>
public sealed record CancellationPoint
{
    private CancellationPoint(int client, TimeSpan? after, int? step) => (Client, After, Step) = (client, after, step);

    /// <summary>Which client is cancelled, from 0 on: a task, a token, or whatever the property means by it.</summary>
    public int Client { get; }

    /// <summary>How long after the start, in virtual time; null if it is at a step.</summary>
    public TimeSpan? After { get; }

    /// <summary>At which of the client's own steps, from 0 on; null if it is at a time.</summary>
    public int? Step { get; }

    /// <summary>A cancellation at a time.</summary>
    /// <param name="client">From 0 on.</param>
    /// <param name="after">How long after the start; not negative.</param>
    public static CancellationPoint AtTime(int client, TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.Zero);
        return new(client, after, null);
    }

    /// <summary>A cancellation at a step.</summary>
    /// <param name="client">From 0 on.</param>
    /// <param name="step">From 0 on.</param>
    public static CancellationPoint AtStep(int client, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(client);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return new(client, null, step);
    }

    /// <inheritdoc/>
    public override string ToString() => $"client {Client} {(After is { } time ? $"after {time}" : $"at its step {Step}")}";
}
