namespace SimAsync.NUnit;

/// <summary>At how many points a test can be cancelled: the steps that it took when it was not.</summary>
internal sealed class Cancellations
{
    // More would make most runs of an exploration runs of this one kind.
    private const int Most = 10_000;

    /// <summary>So many; 0 until a run without cancellation has ended.</summary>
    public int Points { get; private set; }

    public void Learn(long steps)
    {
        if (Points == 0)
        {
            Points = (int)Math.Min(steps, Most);
        }
    }
}
