namespace SimAsync;

/// <summary>A place in the code under test that asks the real world for what differs from run to run: its clock, its chance.</summary>
/// <param name="What">What it asks for: <c>DateTime.UtcNow</c>, say.</param>
/// <param name="Method">The method that does, as its author wrote it.</param>
/// <param name="At">The line, or null if there is no debug information for it.</param>
/// <param name="Mend">What to write instead.</param>
public sealed record RealWorldRead(string What, string Method, SourceLine? At, string Mend)
{
    /// <summary>One line: what, where, and the mend.</summary>
    public override string ToString() => $"{What}, in {Method}{(At is null ? "" : $", at {At}")}: {Mend}";
}
