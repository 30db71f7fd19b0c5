using System.Globalization;

namespace SimAsync.Bench.Ratios;

/// <summary>
/// Runs a second of an exploration, over those of a peer with the same program: by turns, a second each, with the peer's own
/// warm-up left out. Where the peer cannot run, its lines are left out, and a line says why.
/// </summary>
internal abstract class Peer : Figure
{
    // A round takes more than three seconds, and a second's worth of runs is an average already.
    private const int MostRounds = 5;
    private static readonly TimeSpan OurTime = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether the peer runs in order, so that the same program is one in order here too; otherwise it chooses at random.</summary>
    protected virtual bool IsInOrder => false;

    /// <summary>How many times as many runs as the peer.</summary>
    protected abstract Limit Wanted { get; }

    /// <summary>What the peer is, with its version; or null, and why it cannot run.</summary>
    protected abstract string? Prepare(out string? why);

    /// <summary>What the peer prints: one or more numbers of runs a second; or null, and why.</summary>
    protected abstract string? RunPeer(out string? why);

    /// <summary>Reports what else the peer printed.</summary>
    protected virtual void ReportMore(Report report, double[] ours, double[][] peer)
    {
    }

    public override void Measure(Harness harness, Report report)
    {
        if (Prepare(out string? why) is not { } version)
        {
            report.Say($"{Name} is left out: {why}");
            return;
        }

        report.Say($"{Name}: {version}");
        Harness.WarmUp(static () => PeerProgram.RunsPerSecond(Strategy.Random, OurTime));
        Harness.WarmUp(static () => PeerProgram.RunsPerSecond(Strategy.InOrder, OurTime));
        int rounds = Math.Min(harness.Rounds, MostRounds);
        var (random, inOrder, peer) = (new double[rounds], new double[rounds], new double[rounds][]);
        for (int round = 0; round < rounds; round++)
        {
            random[round] = PeerProgram.RunsPerSecond(Strategy.Random, OurTime);
            if (RunPeer(out why) is not { } printed)
            {
                report.Say($"{Name} is left out: {why}");
                return;
            }

            peer[round] = [.. printed.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
            inOrder[round] = PeerProgram.RunsPerSecond(Strategy.InOrder, OurTime);
        }

        (double[] own, double[] other, string otherName) = IsInOrder ? (inOrder, random, "random") : (random, inOrder, "in-order");
        report.Add(Name, MedianRatio(own, peer, 0), "x", Wanted);
        report.Add($"{Name}-{otherName}", MedianRatio(other, peer, 0), "x");
        report.Add($"{Name}-runs", Harness.Median([.. peer.Select(static one => one[0])]), "runs/s");
        report.Add($"{Name}-our-runs", Harness.Median(random), "runs/s");
        report.Add($"{Name}-our-runs-in-order", Harness.Median(inOrder), "runs/s");
        ReportMore(report, own, peer);
    }

    protected static double MedianRatio(double[] ours, double[][] peer, int column) =>
        Harness.Median([.. ours.Zip(peer, (our, other) => our / other[column])]);
}
