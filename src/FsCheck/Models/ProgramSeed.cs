using System.Globalization;

namespace SimAsync.FsCheck.Models;

/// <summary>What a program is made from.</summary>
/// <param name="Value">The seed of its generator, and of its interleavings.</param>
/// <param name="Size">FsCheck's size: how large what is generated may be; 0 or more.</param>
internal sealed record ProgramSeed(ulong Value, int Size)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"the program of seed {Value} and size {Size}");
}
