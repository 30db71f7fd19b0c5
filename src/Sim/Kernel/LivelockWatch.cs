namespace SimAsync.Kernel;

/// <summary>
/// Finds out that a run goes round in circles. Until it has taken so many steps without progress nothing is done but to look at a counter; then the steps that
/// follow are looked at one by one, until all that is ready has had a step, and all that took part knows again what it knew before.
/// </summary>
/// <remarks>
/// What it finds is a fact of what it sees: locals, and the objects that they lead to. State elsewhere (a static field, the stack of a blocked thread) it does
/// not see; where it knows that it does not, it finds nothing. A strategy that is unfair makes no livelock: what it starves has had no step.
/// </remarks>
internal sealed class LivelockWatch(SimLoop loop, int steps)
{
    // A circle is seen if it closes within so many rounds, in each of which all that is ready has a step.
    private const int MostRounds = 8;

    // Looking costs as much as some thousand steps: a long loop that does get somewhere is looked at ever less often.
    private const int Backoff = 4;

    private readonly List<object> parties = [];
    private readonly HashSet<object> known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> ran = new(ReferenceEqualityComparer.Instance);
    private long ticks;
    private long progress;
    private long quietSince;
    private long interval = steps;
    private int window;
    private int looked;
    private int rounds;
    private ulong? first;
    private bool isUnknown;

    public bool IsLooking { get; private set; }

    /// <summary>After which step to look again.</summary>
    public long Next => loop.Steps + interval;

    private bool HasMoved => ticks != loop.Ticks || progress != loop.Progress;

    /// <summary>The interval is over.</summary>
    public void Look()
    {
        if (HasMoved)
        {
            (ticks, progress, quietSince, interval) = (loop.Ticks, loop.Progress, loop.Steps, steps);
            return;
        }

        IsLooking = true;
        window = Math.Max(64, 8 * loop.ReadyCount);
        (looked, rounds, first, isUnknown) = (0, 0, null, false);
        parties.Clear();
        known.Clear();
        ran.Clear();
    }

    /// <summary>A step is about to run.</summary>
    /// <param name="state">What it goes on with.</param>
    public void Note(object? state)
    {
        if (state is null)
        {
            isUnknown = true;
            return;
        }

        ran.Add(state);
        if (first is null && known.Add(state))
        {
            parties.Add(state);
        }
        else if (first is not null)
        {
            isUnknown |= !known.Contains(state);
        }
    }

    /// <summary>A step has run.</summary>
    /// <exception cref="LivelockException">The run goes round in circles.</exception>
    public void AfterStep()
    {
        if (HasMoved || isUnknown || ++looked > window * (MostRounds + 1))
        {
            Rest();
        }
        else if (first is null ? looked >= window && HaveAllRun() : HaveAllRun())
        {
            ran.Clear();
            if (LocalState.Of(parties) is not { } state || ++rounds > MostRounds)
            {
                Rest();
            }
            else if (first is null)
            {
                first = state;
            }
            else if (first == state)
            {
                throw new LivelockException(loop, loop.Steps - quietSince);
            }
        }
    }

    private bool HaveAllRun() => ran.Count >= loop.ReadyCount && loop.ReadyStates().All(state => state is not null && ran.Contains(state));

    private void Rest()
    {
        IsLooking = false;
        interval = HasMoved ? steps : interval * Backoff;
        parties.Clear();
        known.Clear();
        ran.Clear();
    }
}
