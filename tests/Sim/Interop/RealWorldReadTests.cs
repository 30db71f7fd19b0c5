namespace SimAsync.Tests.Interop;

/// <summary>Places in the code under test that ask the real world are found in the compiled code.</summary>
public sealed class RealWorldReadTests
{
    [TestCase("DateTime.UtcNow", nameof(AsksTheClock))]
    [TestCase("Guid.NewGuid", nameof(AsksChance))]
    [TestCase("Random.Shared", nameof(AsksChanceLater))]
    public void Find_InThisAssembly_NamesMethodAndLine(string what, string method)
    {
        RealWorldRead? found = Simulation.FindRealWorldReads(typeof(RealWorldReadTests).Assembly)
            .FirstOrDefault(read => read.What.StartsWith(what, StringComparison.Ordinal) && read.Method.Contains(method, StringComparison.Ordinal));

        Assert.That(found, Is.Not.Null);
        Assert.That(found!.At?.ToString(), Does.StartWith("RealWorldReadTests.cs:"));
        Assert.That(found.Mend, Is.Not.Empty);
    }

    [Test]
    public void Find_TimeProvider_IsNone() =>
        Assert.That(Simulation.FindRealWorldReads(typeof(RealWorldReadTests).Assembly).Select(static read => read.Method), Has.None.Contains(nameof(AsksNothing)));

    private static DateTime AsksTheClock() => DateTime.UtcNow;

    private static Guid AsksChance() => Guid.NewGuid();

    private static async Task<int> AsksChanceLater()
    {
        await Task.Yield();
        return Random.Shared.Next();
    }

    private static DateTimeOffset AsksNothing(TimeProvider time) => time.GetUtcNow();
}
