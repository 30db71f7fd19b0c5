namespace SimAsync.Examples;

/// <summary>The README's first command, run as a test too, so that it cannot rot.</summary>
public sealed class ProgramTests
{
    [Test]
    public void Main_WithTheExamples_EndsWithZero() => Assert.That(Program.Main(), Is.Zero);
}
