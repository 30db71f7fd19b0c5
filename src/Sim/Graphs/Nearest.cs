namespace SimAsync.Graphs;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    /// <summary><c>; did you mean "sleep"?</c>, or nothing when no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        To(name, known) is { } near ? $"; did you mean \"{near}\"?" : "";

    /// <summary>The known name with the fewest edits to <paramref name="name"/>, the first of several; null when none is near.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        int best = int.MaxValue;
        foreach (string candidate in known)
        {
            // A third of the letters wrong is still a slip; more is another word.
            int limit = Math.Max(1, Math.Max(name.Length, candidate.Length) / 3);
            if (Math.Abs(name.Length - candidate.Length) <= limit && Distance(name, candidate) is int edits && edits <= limit && edits < best)
            {
                (nearest, best) = (candidate, edits);
            }
        }

        return nearest;
    }

    // Optimal string alignment: insertions, deletions, replacements, and swaps of neighbours, each of which is one slip of a
    // finger. Case is not a slip worth counting.
    private static int Distance(string from, string to)
    {
        int[,] edits = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                int replace = Alike(from[i - 1], to[j - 1]) ? 0 : 1;
                int least = Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + replace);
                if (i > 1 && j > 1 && Alike(from[i - 1], to[j - 2]) && Alike(from[i - 2], to[j - 1]))
                {
                    least = Math.Min(least, edits[i - 2, j - 2] + 1);
                }

                edits[i, j] = least;
            }
        }

        return edits[from.Length, to.Length];
    }

    private static bool Alike(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
