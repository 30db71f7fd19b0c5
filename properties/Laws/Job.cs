namespace SimAsync.Properties.Laws;

/// <summary>Some work in one run, and what became of it.</summary>
/// <param name="work">The work.</param>
/// <param name="number">Its number, which is its result.</param>
internal sealed class Job(Work work, int number)
{
    /// <summary>How long it goes on, if it is stubborn, after it was cancelled.</summary>
    public const int StubbornMilliseconds = 3;

    public Work Work => work;

    public int Number => number;

    /// <summary>When it began; null if it has not.</summary>
    public TimeSpan? BeganAt { get; private set; }

    /// <summary>When it ended; null if it has not.</summary>
    public TimeSpan? EndedAt { get; private set; }

    /// <summary>Whether a cancellation struck it.</summary>
    public bool WasStruck { get; private set; }

    public bool HasEnded => EndedAt is not null;

    /// <summary>Whether it began and has not ended.</summary>
    public bool GoesOn => BeganAt is not null && EndedAt is null;

    /// <summary>One job for each work.</summary>
    public static Job[] Of(IEnumerable<Work> works) => [.. works.Select(static (work, number) => new Job(work, number))];

    /// <summary>Does the work.</summary>
    public async Coroutine<int> Do()
    {
        BeganAt = Sim.Now;
        try
        {
            try
            {
                await Sim.Sleep(work.Milliseconds);
            }
            catch (OperationCanceledException)
            {
                WasStruck = true;
                if (!work.IsStubborn)
                {
                    throw;
                }

                await Sim.Sleep(StubbornMilliseconds);
            }

            return work.Ending switch
            {
                Ending.Error => throw new WorkException(number),
                Ending.Cancelled => throw new CancelledException(),
                _ => number,
            };
        }
        finally
        {
            EndedAt = Sim.Now;
        }
    }
}
