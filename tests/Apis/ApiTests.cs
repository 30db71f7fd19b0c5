namespace SimAsync.Tests.Apis;

/// <summary>
/// The table of what the code under test may call: each row is deterministic, each of its outcomes is found and no other, and each at its time.
/// </summary>
public sealed class ApiTests
{
    private const int Seeds = 100;
    private const int Repetitions = 10;
    private const int Fresh = 2;

    private static IEnumerable<TestCaseData> All =>
        ApiRow.Cases([.. TimeApis.Rows, .. PoolApis.Rows, .. SyncApis.Rows, .. LibraryApis.Rows]);

    [TestCaseSource(nameof(All))]
    public void Api_ByName(object row, bool given)
    {
        var (program, outcomes) = (((ApiRow)row).Program, ((ApiRow)row).Outcomes);
        var seen = new Dictionary<ulong, RunReport>();
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                RunReport report = Simulation.Observe(
                    async () => $"{await program(given ? Sim.TimeProvider : null)} @{Sim.Now.TotalMilliseconds}",
                    new RunOptions { Seed = seed, Strategy = repetition < Fresh ? Strategy.Random : Strategy.Replay(seen[seed].ReplayCode), NoTasksLeft = true });
                Assert.That(report.Exception, Is.Null, $"seed {seed}");
                Assert.That(report.IsReproducible, $"seed {seed}");
                RunReport first = seen.TryAdd(seed, report) ? report : seen[seed];
                Assert.That((report.Value, report.Steps, report.ReplayCode), Is.EqualTo((first.Value, first.Steps, first.ReplayCode)), $"seed {seed}");
            }
        }

        // Seeds are fixed and so is what they give: that each outcome is among them is no matter of luck.
        IEnumerable<string> found = seen.Values.Select(static report => (string)report.Value!).Distinct();
        Assert.That(Lines(found), Is.EqualTo(Lines(outcomes)));
    }

    private static string Lines(IEnumerable<string> outcomes) => string.Join('\n', outcomes.Order(StringComparer.Ordinal));
}
