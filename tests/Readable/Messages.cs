using System.Collections.Concurrent;
using NUnit.Framework.Interfaces;
using SimAsync.Tests.NUnit;

namespace SimAsync.Tests.Readable;

/// <summary>Who tells of a failure.</summary>
public enum Speaker
{
    /// <summary>The library: <see cref="SimulationFailure.ToString"/>.</summary>
    Library,

    /// <summary>NUnit, of a test with <c>[SimTest]</c>.</summary>
    TestRunner,
}

/// <summary>
/// The messages of the programs' failures, each made once. If <c>SIMASYNC_MESSAGES</c> names a folder, they are written there for people to judge, a file for each program.
/// </summary>
internal static class Messages
{
    private static readonly Lazy<IReadOnlyDictionary<string, ITestResult>> Results = new(static () => NestedRun.Of(typeof(Failing)));

    private static readonly ConcurrentDictionary<string, Lazy<SimulationFailure?>> Failures = new();

    /// <summary>The failure that the library finds; null if it finds none.</summary>
    public static SimulationFailure? Failure(ReadableProgram program) => Failures.GetOrAdd(program.Test, _ => new Lazy<SimulationFailure?>(() => Explore(program))).Value;

    /// <summary>What the test runner makes of it.</summary>
    public static ITestResult Result(ReadableProgram program) => Results.Value[program.Test];

    /// <summary>The lines of the message.</summary>
    public static string[] Of(ReadableProgram program, Speaker speaker) =>
        (speaker == Speaker.Library ? $"{Failure(program)}" : Result(program).Message).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static SimulationFailure? Explore(ReadableProgram program)
    {
        SimulationFailure? failure = program.Explore().Failure;
        if (Environment.GetEnvironmentVariable("SIMASYNC_MESSAGES") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{program}.txt"), $"==== The library\n\n{failure}\n\n==== The test runner\n\n{Result(program).Message}\n");
        }

        return failure;
    }
}
