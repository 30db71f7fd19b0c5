using System.Diagnostics;

namespace SimAsync.Bench.Ratios;

/// <summary>
/// Compares two pieces of work that do the same number of steps. Both are warmed up, then run by turns, and each round gives
/// one ratio; the median of the ratios is the figure. So a machine that is slow for a while is slow for both.
/// </summary>
/// <param name="rounds">How many rounds; odd, for a median that was measured.</param>
internal sealed class Harness(int rounds)
{
    // Long enough for the runtime to see the hot methods, compile them again with what it saw, and swap them in.
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.8);

    public int Rounds => rounds;

    /// <summary>The time of <paramref name="subject"/> over the time of the fastest of <paramref name="bares"/>.</summary>
    public Comparison Compare(Action subject, params Action[] bares)
    {
        WarmUp(subject);
        foreach (Action candidate in bares)
        {
            WarmUp(candidate);
        }

        Action bare = Fastest(bares);
        var (ratios, subjects, others) = (new double[rounds], new double[rounds], new double[rounds]);
        for (int round = 0; round < rounds; round++)
        {
            // Who goes first takes turns too.
            bool subjectFirst = round % 2 == 0;
            double first = Time(subjectFirst ? subject : bare);
            double second = Time(subjectFirst ? bare : subject);
            (subjects[round], others[round]) = subjectFirst ? (first, second) : (second, first);
            ratios[round] = subjects[round] / others[round];
        }

        return new Comparison(Median(ratios), Median(subjects), Median(others));
    }

    /// <summary>The median time of a piece of work, in seconds.</summary>
    public double MedianTime(Action work)
    {
        WarmUp(work);
        double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            times[round] = Time(work);
        }

        return Median(times);
    }

    public static void WarmUp(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3 || Stopwatch.GetElapsedTime(start) < WarmUpTime; i++)
        {
            work();
        }
    }

    /// <summary>How long it takes, in seconds, begun with an empty nursery.</summary>
    public static double Time(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    // Chosen once, before the rounds: the least of several in each round would favour luck.
    private static Action Fastest(Action[] candidates) =>
        candidates.Length == 1 ? candidates[0] : candidates.MinBy(static candidate => Median([.. Enumerable.Range(0, 5).Select(_ => Time(candidate))]))!;
}

/// <summary>What came of a comparison.</summary>
/// <param name="Ratio">The median of the rounds' ratios.</param>
/// <param name="SubjectSeconds">The subject's median time.</param>
/// <param name="BareSeconds">The other's median time.</param>
internal readonly record struct Comparison(double Ratio, double SubjectSeconds, double BareSeconds);
