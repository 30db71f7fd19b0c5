using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace SimAsync.NUnit;

/// <summary>
/// Runs all that NUnit makes of one test (its actions, SetUp, the method, TearDown) once in each interleaving, and makes one result of them: that of the
/// interleaving that failed, or of the last.
/// </summary>
internal sealed class SimTestCommand(TestCommand inner, SimTestAttribute attribute) : DelegatingTestCommand(inner)
{
    private static readonly ConcurrentDictionary<Assembly, bool> Told = new();

    public override TestResult Execute(TestExecutionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        object? fixture = Test.Fixture;
        object? testObject = context.TestObject;
        try
        {
            context.CurrentResult = new Session(this, context, SimTestSettings.Of(attribute), attribute.InjectCancellation).Run();
        }
        catch (FormatException e)
        {
            // A setting, or the replay code, is not what it should be.
            context.CurrentResult = Test.MakeTestResult();
            context.CurrentResult.SetResult(ResultState.Error, e.Message);
        }
        finally
        {
            // What is left of an interleaving has its own context, so NUnit's is as it was.
            Test.Fixture = fixture;
            context.TestObject = testObject;
        }

        return context.CurrentResult;
    }

    private sealed class Session(SimTestCommand command, TestExecutionContext outer, SimTestSettings settings, bool injectsCancellation)
    {
        private readonly Test test = command.Test;
        private TestResult? last;
        private TestResult? failed;

        private Assembly TestAssembly => test.Method!.TypeInfo.Assembly;

        public TestResult Run()
        {
            ExploreOptions options = settings.Options with
            {
                TestAssembly = TestAssembly,
                CorpusName = test.FullName,
                Stop = () => last?.ResultState.Status is TestStatus.Skipped,
            };
            TestResult result;
            if (settings.Replay is { } code)
            {
                RunReport report = Simulation.Observe(Interleaving, options with { Strategy = Strategy.Replay(code), Trace = true });
                result = report.Exception is { } exception ? Failed(exception, $"  This was a replay of {code}.", report) : Passed();
                if (report.Exception is null)
                {
                    result.OutWriter.WriteLine($"Played again from {code}, and passed, in {report.Steps} steps and {report.Time.TotalSeconds} s of virtual time.");
                }
            }
            else
            {
                ExploreReport report = Simulation.Explore(Interleaving, options);
                result = report.Failure is { } failure ? Failed(failure.Exception, Tell(failure), failure.Report) : Passed();
                TellOfParts(report, options, result);
            }

            TellOfTheRealWorld(result);
            return result;
        }

        // The whole of one interleaving, in the first step of its simulation. NUnit waits by blocking, which lets the others have the turn.
        private Task Interleaving()
        {
            failed = null;
            using var run = new SimTestRun(injectsCancellation);
            SimTestRun.Current = run;
            var context = new TestExecutionContext(outer) { CurrentResult = test.MakeTestResult() };
            SynchronizationContext? own = SynchronizationContext.Current;
            context.EstablishExecutionEnvironment();

            // The context has the thread's as it was outside.
            SynchronizationContext.SetSynchronizationContext(own);
            Execute(context, run);
            last = run.Result!;
            if (last.ResultState.Status != TestStatus.Failed)
            {
                return Task.CompletedTask;
            }

            failed = last;
            ExceptionDispatchInfo.Throw(run.Thrown ?? new SimTestFailedException(last));
            return Task.CompletedTask;
        }

        private void Execute(TestExecutionContext context, SimTestRun run)
        {
            try
            {
                context.TestObject = test.Fixture = NewFixture();
                try
                {
                    run.Result = command.innerCommand.Execute(context);
                }
                finally
                {
                    Dispose(context.TestObject);
                }
            }
            catch (Exception e)
            {
                run.Thrown ??= e;
                context.CurrentResult.RecordException(e);
                run.Result = context.CurrentResult;
            }
        }

        private object? NewFixture()
        {
            ITest? at = test;
            while (at is not null and not TestFixture)
            {
                at = at.Parent;
            }

            return at is TestFixture { TypeInfo: { IsStaticClass: false } type } fixture ? type.Construct(fixture.Arguments) : null;
        }

        private static void Dispose(object? fixture)
        {
            switch (fixture)
            {
                case IAsyncDisposable disposable:
                    disposable.DisposeAsync().AsTask().GetAwaiter().GetResult();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
                default:
                    break;
            }
        }

        private TestResult Passed()
        {
            TestResult result = test.MakeTestResult();
            if (last is { } one)
            {
                result.SetResult(one.ResultState, one.Message, one.StackTrace);
            }

            return result;
        }

        private TestResult Failed(Exception exception, string how, RunReport report)
        {
            TestResult result = test.MakeTestResult();

            // What the simulation found is not what NUnit saw of it, which is that the test was ended.
            bool isOurs = exception is SimulationException || failed is null;
            string message = isOurs ? $"{exception.GetType().FullName} : {exception.Message}" : failed!.Message ?? "";
            result.SetResult(isOurs ? ResultState.Error : failed!.ResultState, $"{message.TrimEnd()}\n\n{how}", isOurs ? exception.StackTrace : failed!.StackTrace);
            TestResult? shown = failed ?? last;
            if (shown is not null)
            {
                result.OutWriter.Write(shown.Output);
            }

            foreach (SimLogEntry entry in report.Log)
            {
                result.OutWriter.WriteLine(entry);
            }

            foreach (SimWarning warning in report.Warnings)
            {
                result.OutWriter.WriteLine($"{warning.Kind}: {warning}");
            }

            return result;
        }

        private string Tell(SimulationFailure failure)
        {
            string name = $"{test.ClassName}.{test.MethodName}";
            return $"{failure.Finding}  Play it again: SIMASYNC_REPLAY={failure.ReplayCode} dotnet test --filter \"FullyQualifiedName~{name}\"\n"
                + $"  or in the source: [SimTest(Replay = \"{failure.ReplayCode}\")]";
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

        private void TellOfTheRealWorld(TestResult result)
        {
            if (Told.TryAdd(TestAssembly, true))
            {
                foreach (RealWorldRead read in Simulation.FindRealWorldReads(TestAssembly))
                {
                    result.OutWriter.WriteLine($"Warning: {read}");
                }
            }
        }
    }
}
