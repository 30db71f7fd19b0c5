namespace SimAsync.TestSupport.Mutants;

/// <summary>A small plausible mistake in SimAsync's own source, which a suite is to find.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">The file, from <c>src</c> on.</param>
/// <param name="Original">The text that it is in place of; once in the file.</param>
/// <param name="Mistake">The text in its place. Where <see cref="On"/> stands, it asks whether this mutant is to be; otherwise the text has to be what the original is, or nothing else would be tested.</param>
public sealed record Mutant(string Name, string File, string Original, string Mistake)
{
    /// <summary>What stands, in a mistake, for whether the mutant is on.</summary>
    public const string On = "MUTANT";
}
