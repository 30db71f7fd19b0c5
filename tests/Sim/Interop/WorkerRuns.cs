using System.Text;
using SimAsync.Kernel;
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
            Play(row, StallPatience.Least, Seeds);
        }

        // The watch is too patient to see the wait, as on a busy machine: that its step was slow has to tell.
        Play(SyncApis.Rows.Single(static row => row.Name == "WaitHandle.WaitOne with a timeout"), StallPatience.More, 2);
        return text.ToString();

        void Play(ApiRow row, StallPatience patience, ulong seeds)
        {
            for (ulong seed = 0; seed < seeds; seed++)
            {
                RunReport report = Simulation.Observe(() => row.Program(null), new RunOptions { Seed = seed, Strategy = Strategy.Random, Patience = patience });
                text.Append($"{row.Name}, {seed}: {report.Value ?? report.Exception}, {report.Steps} steps, {report.ReplayCode}\n");
            }
        }
    }
}
