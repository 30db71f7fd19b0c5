using SimAsync.FsCheck.Properties;

namespace SimAsync.Tests.FsCheck;

/// <summary>Inputs as text.</summary>
public sealed class InputTextTests
{
    private static readonly object?[][] Values =
    [
        [null, "null"],
        [1.5, "1.5"],
        [-3L, "-3"],
        [true, "true"],
        ["a\"b\n\u0001", "\"a\\\"b\\n\\u0001\""],
        ['x', "'x'"],
        [DayOfWeek.Friday, "DayOfWeek.Friday"],
        [TimeSpan.FromSeconds(90), "00:01:30"],
        [new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "2026-01-02T03:04:05.0000000Z"],
        [(1, "x"), "(1, \"x\")"],
        [new int[] { 1, 2 }, "[1, 2]"],
        [new List<int[]> { new int[] { 1 }, Array.Empty<int>() }, "[[1], []]"],
        [new Dictionary<string, int> { ["a"] = 1 }, "[[a, 1]]"],
        [new Derived(1, ["x", "y"]), "Derived { Number = 1, Names = [\"x\", \"y\"] }"],
        [new Plain { Number = 2 }, "Plain { Number = 2 }"],
        [new Failing(), "<a Failing that cannot be printed: InvalidOperationException: no text>"],
        [Enumerable.Repeat(0, 1_000_000), null],
    ];

    [TestCaseSource(nameof(Values))]
    public void Of_AValue_IsNearToWhatOneWrites(object? value, string? text) =>
        Assert.That(InputText.Of(value), text is null ? Does.EndWith("…,\n]").And.Length.LessThan(10_000) : Is.EqualTo(text));

    [Test]
    public void Of_AValueThatHoldsItself_Ends()
    {
        var ring = new List<object>();
        ring.Add(ring);

        Assert.That(InputText.Of(ring), Does.Contain("…"));
    }

    internal record Base(int Number);

    internal sealed record Derived(int Number, string[] Names) : Base(Number);

    internal sealed class Plain
    {
        public int Number { get; set; }
    }

    internal sealed class Failing
    {
        public int Number => throw new InvalidOperationException("no text");
    }
}
