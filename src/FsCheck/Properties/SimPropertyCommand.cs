using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;
using SimAsync.NUnit;
using TestResult = NUnit.Framework.Internal.TestResult;

namespace SimAsync.FsCheck.Properties;

/// <summary>Checks a test method as a property, and makes NUnit's result of it.</summary>
internal sealed class SimPropertyCommand(TestCommand inner, SimPropertyAttribute attribute) : SimCommand(inner)
{
    protected override TestResult Run(Interleavings interleavings)
    {
        SimTestSettings settings = SimTestSettings.Of(attribute);
        string? code = settings.Replay is { } text && text.TrimStart().StartsWith("sim", StringComparison.Ordinal) ? text : null;
        PropertySettings property = attribute.SettingsFor(Test.Method!);
        var output = new Output();
        PropertyProgress? progress = settings.ShowsProgress ? new PropertyProgress(TestProgress.Of(Test.FullName), TestProgress.Clock) : null;
        Config config = property.ToConfig(settings, code is null ? settings.Replay : null).WithRunner(output);
        try
        {
            var check = new PropertyCheck<object?[]>(
                new ParameterInputs(Test.Method!.MethodInfo.GetParameters(), Merged(property.Arbitrary)),
                new NUnitSubject(interleavings, attribute.InjectCancellation),
                new SimPropertyOptions(settings.Options) { Replay = code, TestAssembly = interleavings.TestAssembly, Progress = progress is null ? null : progress.Report, Clock = TestProgress.Clock },
                property.Arbitrary);
            TestResult result = ResultOf(SimCheck.Run(check.Property, code is null ? config : config.WithMaxTest(1)), interleavings, property.QuietOnSuccess == true, output, settings.Traces);
            progress?.End();
            interleavings.TellOfTheRealWorld(result);
            if (settings.Options.Corpus is not null)
            {
                result.OutWriter.WriteLine("Warning: a corpus keeps no failures of properties: keep the code itself.");
            }

            return result;
        }
        catch (InputException e)
        {
            // As with settings: it is not the property that is wrong.
            throw new FormatException(e.Message, e);
        }
    }

    private static IArbMap Merged(IReadOnlyList<Type> types)
    {
        IArbMap map = ArbMap.Default;
        foreach (Type type in types.Reverse())
        {
            try
            {
                map = map.Merge(type);
            }
            catch (Exception e)
            {
                throw new InputException($"Arbitrary: {type}: {e.Message}", e);
            }
        }

        return map;
    }

    private TestResult ResultOf(SimCheckReport report, Interleavings interleavings, bool isQuiet, Output output, string? traces)
    {
        TestResult result;
        if (report.Failure is { } failure)
        {
            // Shrunk now, so that the last interleaving that NUnit saw is the one that is reported.
            result = interleavings.Failed(failure.Simulation, $"{report.Falsifiable}\n{failure.Finding}", failure.ReplayCode, "SimProperty", traces);
        }
        else if (report.IsExhausted)
        {
            result = Test.MakeTestResult();
            result.SetResult(ResultState.Failure, $"Exhausted: {report}");
        }
        else if (report.Exception is { } exception)
        {
            result = Test.MakeTestResult();
            result.RecordException(exception);
        }
        else if (interleavings.Last is { ResultState.Status: TestStatus.Skipped })
        {
            return interleavings.Passed();
        }
        else
        {
            result = Test.MakeTestResult();
            result.SetResult(ResultState.Success);
            if (!isQuiet)
            {
                result.OutWriter.WriteLine(report);
            }
        }

        result.OutWriter.Write(output.Text);
        foreach (string note in report.Failure is null ? [] : report.Notes)
        {
            result.OutWriter.WriteLine($"Warning: {note}");
        }

        return result;
    }

    // What FsCheck prints of inputs, if it is to.
    private sealed class Output : IRunner
    {
        private readonly StringBuilder text = new();

        public string Text => text.ToString();

        public void OnStartFixture(Type value)
        {
        }

        public void OnArguments(int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every) =>
            text.Append(every.Invoke(ntest).Invoke(args));

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink) => text.Append(everyShrink.Invoke(args));

        public void OnFinished(string name, global::FsCheck.TestResult result)
        {
        }
    }
}
