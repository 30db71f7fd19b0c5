using System.Text;
using SimAsync.Tests.Apis;

namespace SimAsync.Tests.Interop;

/// <summary>Programs that use the pool, played in a process of their own that does without the private parts of the pool.</summary>
internal static class WorkerRuns
{
    private const int Seeds = 10;

    /// <summary>A line for each run: what happened, in how many steps, by which choices.</summary>
    public static string Play()
    {
        var text = new StringBuilder();
        foreach (ApiRow row in PoolApis.Rows)
        {
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                RunReport report = Simulation.Observe(() => row.Program(null), new RunOptions { Seed = seed, Strategy = Strategy.Random });
                text.Append($"{row.Name}, {seed}: {report.Value ?? report.Exception}, {report.Steps} steps, {report.ReplayCode}\n");
            }
        }

        return text.ToString();
    }
}
