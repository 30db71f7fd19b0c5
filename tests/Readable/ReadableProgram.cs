using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NUnit.Framework.Internal;

namespace SimAsync.Tests.Readable;

/// <summary>A program of this folder with a bug: the method of <see cref="Failing"/> that tests it, and the places that whoever reads its message has to be told.</summary>
/// <param name="Test">The method.</param>
/// <param name="Source">The file with the places.</param>
/// <param name="Waits">If it is a deadlock: who waits for what.</param>
public sealed partial record ReadableProgram(string Test, string Source, IReadOnlyList<ReadableWait> Waits)
{
    /// <summary>All of them. The name of a test begins with that of its program.</summary>
    internal static IReadOnlyList<ReadableProgram> All { get; } =
    [
        .. typeof(Failing).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static method => new ReadableProgram(
            method.Name, $"{method.Name.Split('_')[0]}.cs", ReadableWait.OfDeadlocks.GetValueOrDefault(method.Name.Split('_')[0], []))),
    ];

    /// <summary>
    /// The lines that end with a comment <c>[1]</c> or <c>[2]</c>, under that number: the awaits of the two steps that race. Where one number is at two lines, a reader has to be told one of them; where two
    /// numbers are at one line, two that run the same code.
    /// </summary>
    internal ILookup<int, (string Method, int Line)> Places()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), Source));
        return lines.Index().SelectMany(line => Marker().Match(line.Item).Groups["number"].Captures.Select(number => (Number: int.Parse(number.ValueSpan), Line: line.Index)))
            .ToLookup(static place => place.Number, place => (lines[..place.Line].Select(static line => Method().Match(line)).Last(static match => match.Success).Groups["name"].Value, place.Line + 1));
    }

    /// <summary>Makes the runs that its test makes.</summary>
    internal ExploreReport Explore()
    {
        MethodInfo method = typeof(Failing).GetMethod(Test)!;
        return method.ReturnType == typeof(Task) ? Simulation.Explore(Plain) : Simulation.Explore(AsCoroutine);

        // What a run asserts is its own: neither the next one's nor that of the test that reads the message.
        async Task Plain()
        {
            using var context = new TestExecutionContext.IsolatedContext();
            await method.CreateDelegate<Func<Task>>(new Failing())();
        }

        async Coroutine AsCoroutine()
        {
            using var context = new TestExecutionContext.IsolatedContext();
            await method.CreateDelegate<Func<Coroutine>>(new Failing())();
        }
    }

    public override string ToString() => Test.Split('_')[0];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"//(?: \[(?<number>\d)\])+$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^    (?:public|private) .*?\b(?<name>\w+)\(")]
    private static partial Regex Method();
}
