using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SimAsync.Bench.Ratios;

/// <summary>What may stand behind <c>ratios</c>.</summary>
internal sealed record RatiosOptions
{
    /// <summary>How many rounds each comparison has. From 1; 15 by default.</summary>
    public int Rounds { get; private init; } = 15;

    /// <summary>Only figures whose name contains this; null for all.</summary>
    public string? Filter { get; private init; }

    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out RatiosOptions? options, [NotNullWhen(false)] out string? fault)
    {
        var parsed = new RatiosOptions();
        (options, fault) = (null, null);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string name = arguments[i];
            if (name is not ("--filter" or "--rounds"))
            {
                fault = $"ratios does not know '{name}': its options are --filter NAME and --rounds N.";
                return false;
            }

            if (i + 1 == arguments.Length)
            {
                fault = $"{name} needs a value.";
                return false;
            }

            string value = arguments[i + 1];
            if (name == "--filter")
            {
                parsed = parsed with { Filter = value };
            }
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0)
            {
                parsed = parsed with { Rounds = rounds };
            }
            else
            {
                fault = $"--rounds needs a whole number from 1, and got '{value}'.";
                return false;
            }
        }

        options = parsed;
        return true;
    }
}
