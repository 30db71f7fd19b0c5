using System.Text.RegularExpressions;
using NUnit.Framework.Interfaces;

namespace SimAsync.Tests.Readable;

/// <summary>
/// The literature's small programs with bugs, as someone would write them: what their failures say is enough to see who raced with whom, and where. To read the messages:
/// <c>SIMASYNC_MESSAGES=folder dotnet test tests -c Release --filter Readable</c>.
/// </summary>
public sealed class ReadableTests
{
    private const int MostLines = 40;
    private const int Widest = 160;

    private static IEnumerable<ReadableProgram> Programs => ReadableProgram.All;

    private static IEnumerable<ReadableProgram> Deadlocks => ReadableProgram.All.Where(static program => program.Waits.Count > 0);

    [TestCaseSource(nameof(Programs))]
    public void Program_Explored_FailsAndIsPlayedAgain(ReadableProgram program)
    {
        Assert.That(Messages.Failure(program), Is.Not.Null);
        Assert.That(Messages.Failure(program)!.IsReproducible);
        Assert.That(Messages.Result(program).ResultState.Status, Is.EqualTo(TestStatus.Failed));
    }

    [Test]
    public void Message_OfARace_NamesBothMethodsAndLines([ValueSource(nameof(Programs))] ReadableProgram program, [Values] Speaker speaker)
    {
        string[] message = Messages.Of(program, speaker);
        ILookup<int, (string Method, int Line)> places = program.Places();
        Assert.That(places.Select(static place => place.Key), Is.EqualTo([1, 2]), $"the markers in {program.Source}");

        AssertNames(message, program.Source, [.. places[1]], [.. places[2]]);
    }

    [Test]
    public void Message_OfAnyFailure_HasAtMostFortyLines([ValueSource(nameof(Programs))] ReadableProgram program, [Values] Speaker speaker)
    {
        string[] message = Messages.Of(program, speaker);

        Assert.That(message, Has.Length.LessThanOrEqualTo(MostLines), string.Join('\n', message));

        // But for what is to be copied: it holds the test's name.
        Assert.That(message.Where(static line => !line.Contains("Play it again", StringComparison.Ordinal) && !line.Contains("The whole run", StringComparison.Ordinal)), Has.All.Length.LessThanOrEqualTo(Widest));
    }

    [Test]
    public void Message_OfAnyFailure_TellsHowItWasFoundAndHowToPlayItAgain([ValueSource(nameof(Programs))] ReadableProgram program, [Values] Speaker speaker)
    {
        string message = string.Join('\n', Messages.Of(program, speaker));
        SimulationFailure failure = Messages.Failure(program)!;

        // [SimTest] makes other runs than the library alone: there is more around the test.
        bool own = speaker == Speaker.Library;
        Assert.That(message, Does.Match($@"\b[Rr]un {(own ? failure.Run : @"\d+")} of (at most )?1,?000\b"));
        Assert.That(message, Does.Contain(failure.Strategy).And.Contain($"seed {failure.Seed}"));
        Assert.That(message, Does.Match($@"\b{(own ? failure.Deviations : @"\d+")} (steps? )?out of order\b"));
        if (own && failure.DeviationsFound > failure.Deviations)
        {
            Assert.That(message, Does.Match($@"shrunk from {failure.DeviationsFound} .*in {failure.ShrinkRuns} runs?\b"));
        }

        Assert.That(message, Does.Contain(own ? $"Simulation.Replay(\"{failure.ReplayCode}\"" : "SIMASYNC_REPLAY="));
    }

    [Test]
    public void Message_OfADeadlock_TellsWhoWaitsForWhatAndWhoHoldsIt([ValueSource(nameof(Deadlocks))] ReadableProgram program, [Values] Speaker speaker)
    {
        string[] message = Messages.Of(program, speaker);

        foreach (ReadableWait wait in program.Waits)
        {
            string pattern = $@"{Regex.Escape(wait.Who)}\b.*waits for {Regex.Escape(wait.For)}{(wait.HeldBy is null ? "" : $@".*held by.*\b{Regex.Escape(wait.HeldBy)}\b")}";
            Assert.That(message, Has.Some.Matches(pattern), string.Join('\n', message));
        }
    }

    /// <summary>For each of the two, a line has the method and one of its places; the lines are two, also if both run the same code.</summary>
    private static void AssertNames(string[] message, string source, (string Method, int Line)[] one, (string Method, int Line)[] other)
    {
        int[] first = Telling(one);
        int[] second = Telling(other);
        Assert.That(first, Is.Not.Empty, $"{Text(one)} is not told in\n{string.Join('\n', message)}");
        Assert.That(second, Is.Not.Empty, $"{Text(other)} is not told in\n{string.Join('\n', message)}");
        Assert.That(first.Union(second).Count(), Is.GreaterThanOrEqualTo(2), $"{Text(one)} and {Text(other)} are told as one in\n{string.Join('\n', message)}");

        int[] Telling((string Method, int Line)[] places) =>
            [.. message.Index().Where(line => places.Any(place => Regex.IsMatch(line.Item, $@"\b{place.Method}\b") && Regex.IsMatch(line.Item, $@"\b{Regex.Escape(source)}:{place.Line}\b"))).Select(static line => line.Index)];

        string Text((string Method, int Line)[] places) => string.Join(" or ", places.Select(place => $"{place.Method} at {source}:{place.Line}"));
    }
}
