using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace SimAsync.NUnit;

/// <summary>Runs a test once in each interleaving, and makes one result of them: that of the interleaving that failed, or of the last.</summary>
internal sealed class SimTestCommand(TestCommand inner, SimTestAttribute attribute) : SimCommand(inner)
{
    protected override TestResult Run(Interleavings interleavings) =>
        new Session(Test, interleavings, SimTestSettings.Of(attribute), attribute.InjectCancellation).Run();

    private sealed class Session(Test test, Interleavings interleavings, SimTestSettings settings, bool injectsCancellation)
    {
        public TestResult Run()
        {
            ExploreOptions options = settings.Options with
            {
                TestAssembly = interleavings.TestAssembly,
                CorpusName = test.FullName,
                Progress = settings.ShowsProgress ? TestProgress.Of(test.FullName).Show : null,
                Clock = TestProgress.Clock,
                Stop = () => interleavings.Last?.ResultState.Status is TestStatus.Skipped,
            };
            TestResult result;
            if (settings.Replay is { } code)
            {
                RunReport report = Simulation.Observe(Interleaving, options with { Strategy = Strategy.Replay(code), Trace = true });
                if (report.Exception is not null)
                {
                    var failure = new SimulationFailure(report) { IsReproducible = true, IsReplay = true };
                    result = interleavings.Failed(failure, failure.Finding, code, "SimTest", settings.Traces);
                }
                else
                {
                    result = interleavings.Passed();
                    result.OutWriter.WriteLine($"Played again from {code}, and passed, in {report.Steps} steps and {report.Time.TotalSeconds} s of virtual time.");
                }
            }
            else
            {
                ExploreReport report = Simulation.Explore(Interleaving, options);
                result = report.Failure is { } failure ? interleavings.Failed(failure, failure.Finding, failure.ReplayCode, "SimTest", settings.Traces) : interleavings.Passed();
                TellOfParts(report, options, result);
            }

            interleavings.TellOfTheRealWorld(result);
            return result;
        }

        private Task Interleaving()
        {
            using var run = new SimTestRun(injectsCancellation);
            interleavings.Make(run);
            return Task.CompletedTask;
        }

        private static void TellOfParts(ExploreReport report, ExploreOptions options, TestResult result)
        {
            if (report.Shards is [var shard])
            {
                result.OutWriter.WriteLine($"Shard {shard}: {report.Runs} of at most {options.Runs} runs.");
                if (report is { Runs: 0, Failure: null })
                {
                    result.SetResult(ResultState.Ignored, $"Of {options.Runs} runs, none is shard {shard}'s.");
                }
            }

            foreach (string note in report.Notes)
            {
                result.OutWriter.WriteLine($"Warning: {note}");
            }
        }
    }
}
