using System.Globalization;

namespace SimAsync.FsCheck.Models;

/// <summary>
/// What plays a failure again, as text: <c>lin1.SEED.SIZE.SHRINKS.SUM.sim1…</c>. The program is generated again and shrunk along the same path; the rest is the replay code of the interleaving.
/// </summary>
/// <param name="Seed">What the program was generated from.</param>
/// <param name="Path">Which of the simpler programs was taken, from the generated one on: their places among all, from 0.</param>
/// <param name="Sum">A check sum of the program, by which one that is no longer the same is found out.</param>
/// <param name="Schedule">The replay code of the simulation.</param>
internal sealed record ModelCode(ProgramSeed Seed, IReadOnlyList<int> Path, uint Sum, string Schedule)
{
    private const string Version = "lin1";

    public static ModelCode Parse(string text)
    {
        string[] parts = text.Trim().Split('.', 6);
        if (parts.Length != 6 || parts[0] != Version)
        {
            throw Refuse(text, $"it is not of the form {Version}.SEED.SIZE.SHRINKS.SUM.SCHEDULE");
        }

        if (!ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong seed))
        {
            throw Refuse(text, $"its seed '{parts[1]}' is no hexadecimal number");
        }

        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int size))
        {
            throw Refuse(text, $"its size '{parts[2]}' is no number");
        }

        var path = new List<int>();
        foreach (string step in parts[3].Length == 0 ? [] : parts[3].Split('-'))
        {
            path.Add(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : throw Refuse(text, $"'{step}' among its shrinks is no number"));
        }

        if (!uint.TryParse(parts[4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint sum))
        {
            throw Refuse(text, $"its check sum '{parts[4]}' is no hexadecimal number");
        }

        return new ModelCode(new ProgramSeed(seed, size), path, sum, parts[5]);
    }

    /// <summary>FNV-1a, 32 bits (Fowler, Noll, Vo), of a program's text.</summary>
    public static uint SumOf(string text)
    {
        uint sum = 2166136261;
        foreach (char character in text)
        {
            sum = unchecked((sum ^ character) * 16777619);
        }

        return sum;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{Seed.Value:x}.{Seed.Size}.{string.Join('-', Path)}.{Sum:x}.{Schedule}");

    private static FormatException Refuse(string text, string why) =>
        new($"'{(text.Length > 100 ? text[..100] + "..." : text)}' is no replay code of a concurrent model: {why}.");
}
