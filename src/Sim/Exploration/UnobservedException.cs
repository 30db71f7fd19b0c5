namespace SimAsync;

/// <summary>Tasks or futures failed, and nobody asked for their exceptions: see <see cref="RunOptions.NoUnobservedExceptions"/>. The first of them is the inner exception.</summary>
public sealed class UnobservedException : SimulationException
{
    internal UnobservedException(TimeSpan time, long step, IReadOnlyList<SimWarning> unobserved)
        : base(time, step, [], $"{(unobserved.Count == 1 ? "1 exception was" : $"{unobserved.Count} exceptions were")} never observed. Await what may fail.{string.Concat(unobserved.Take(20).Select(static warning => $"\n  {warning.Message}"))}"
            + (unobserved.Count > 20 ? $"\n  and {unobserved.Count - 20} more" : ""), unobserved[0].Exception) =>
        Unobserved = unobserved;

    /// <summary>Each of them, in order of failing.</summary>
    public IReadOnlyList<SimWarning> Unobserved { get; }

    /// <summary>If there is such an exception among a run's warnings: the error.</summary>
    internal static UnobservedException? Of(IReadOnlyList<SimWarning> warnings, TimeSpan time, long step) =>
        warnings.Where(static warning => warning.Kind is SimWarningKind.NeverRetrieved or SimWarningKind.FailedInShield).ToArray() is { Length: > 0 } unobserved
            ? new UnobservedException(time, step, unobserved)
            : null;
}
