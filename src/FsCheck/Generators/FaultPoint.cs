namespace SimAsync.FsCheck.Generators;

/// <summary>A call that fails.</summary>
/// <param name="Site">Which place in the code, from 0 on, as the property numbers them: a connection, an operation.</param>
/// <param name="Call">Which of the calls there, from 0 on.</param>
public readonly record struct FaultPoint(int Site, int Call)
{
    /// <inheritdoc/>
    public override string ToString() => $"site {Site} call {Call}";
}
