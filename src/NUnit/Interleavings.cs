using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;
using SimAsync.Exploration;

namespace SimAsync.NUnit;

/// <summary>The interleavings of one test, each the whole of what NUnit makes of it, on a fixture object of its own; and the result that is made of them.</summary>
internal sealed class Interleavings(TestCommand command, TestExecutionContext outer)
{
    private static readonly ConcurrentDictionary<Assembly, bool> Told = new();

    private readonly Test test = command.Test;
    private TestResult? failed;

    /// <summary>What NUnit made of the last one; null if there was none.</summary>
    public TestResult? Last { get; private set; }

    public Assembly TestAssembly => test.Method!.TypeInfo.Assembly;

    /// <summary>The whole of one interleaving, in the first step of its simulation; throws what it failed with. NUnit waits by blocking, which lets the others have the turn.</summary>
    public void Make(SimTestRun run)
    {
        failed = null;
        SimTestRun.Current = run;
        var context = new TestExecutionContext(outer) { CurrentResult = test.MakeTestResult() };
        SynchronizationContext? own = SynchronizationContext.Current;
        context.EstablishExecutionEnvironment();

        // The context has the thread's as it was outside.
        SynchronizationContext.SetSynchronizationContext(own);
        Execute(context, run);
        Last = run.Result!;
        if (Last.ResultState.Status == TestStatus.Failed)
        {
            failed = Last;
            ExceptionDispatchInfo.Throw(run.Thrown ?? new SimTestFailedException(Last));
        }
    }

    /// <summary>The result if none has failed: that of the last.</summary>
    public TestResult Passed()
    {
        TestResult result = test.MakeTestResult();
        if (Last is { } one)
        {
            result.SetResult(one.ResultState, one.Message, one.StackTrace);
        }

        return result;
    }

    /// <summary>The result if one has failed, right after that one was made again.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="finding">How it was found.</param>
    /// <param name="code">The code that plays it again.</param>
    /// <param name="attribute">The attribute that takes the code.</param>
    /// <param name="folder">Where the trace is written; null for nowhere.</param>
    public TestResult Failed(SimulationFailure failure, string finding, string code, string attribute, string? folder)
    {
        // What is attached goes to the present context's result, and the present context may be that of the last interleaving.
        outer.EstablishExecutionEnvironment();
        TestResult result = outer.CurrentResult = test.MakeTestResult();
        (Exception exception, RunReport report) = (failure.Exception, failure.Report);

        // What the simulation found is not what NUnit saw of it, which is that the test was ended.
        bool isOurs = exception is SimulationException || failed is null;
        string command = $"SIMASYNC_REPLAY={code} dotnet test --filter \"FullyQualifiedName~{test.ClassName}.{test.MethodName}\"";
        SimTrace? trace = failure.TraceFor(test.FullName, command);
        IEnumerable<string> files = TraceFiles.Save(trace, folder, test.FullName);
        string message = FailureText.Of(
            $"{(isOurs ? $"{exception.GetType().FullName} : {FailureText.Head(exception)}" : failed!.Message?.TrimEnd())}\n",
            finding,
            trace?.Document,
            [$"  Play it again: {command}", $"  or in the source: [{attribute}(Replay = \"{code}\")]", .. files]);
        result.SetResult(isOurs ? ResultState.Error : failed!.ResultState, message, isOurs ? exception.StackTrace : failed!.StackTrace);
        TestResult? shown = failed ?? Last;
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

    /// <summary>Names, once for each assembly, the places that ask a real clock or unseeded chance.</summary>
    public void TellOfTheRealWorld(TestResult result)
    {
        if (Told.TryAdd(TestAssembly, true))
        {
            foreach (RealWorldRead read in Simulation.FindRealWorldReads(TestAssembly))
            {
                result.OutWriter.WriteLine($"Warning: {read}");
            }
        }
    }

    private void Execute(TestExecutionContext context, SimTestRun run)
    {
        try
        {
            context.TestObject = test.Fixture = NewFixture();
            try
            {
                run.Result = command.Execute(context);
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
}
