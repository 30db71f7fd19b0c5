namespace SimAsync.FsCheck.Generators;

/// <summary>A <see cref="FaultPlan"/> as one run goes through it.</summary>
public sealed class FaultRun
{
    private readonly HashSet<FaultPoint> points;
    private readonly Dictionary<int, int> calls = [];

    internal FaultRun(FaultPlan plan) => points = [.. plan.Points];

    /// <summary>Whether this call fails. Each call of this is the site's next.</summary>
    /// <param name="site">Which place in the code, from 0 on; 0 by default.</param>
    public bool Strikes(int site = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(site);
        int call = calls.GetValueOrDefault(site);
        calls[site] = call + 1;
        return points.Contains(new FaultPoint(site, call));
    }
}
