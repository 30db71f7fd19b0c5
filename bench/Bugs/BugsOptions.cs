using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SimAsync.Bench.Bugs;

/// <summary>What may stand behind <c>bugs</c>.</summary>
internal sealed record BugsOptions
{
    /// <summary>How many campaigns for each figure, with the seeds from 1. From 1; 100 by default.</summary>
    public int Campaigns { get; private init; } = 100;

    /// <summary>At most so many runs in a campaign. From 1; 5000 by default.</summary>
    public int Cap { get; private init; } = 5000;

    /// <summary>Only programs whose name contains this; null for all.</summary>
    public string? Filter { get; private init; }

    /// <summary>The strategies that were named; empty if none was.</summary>
    public IReadOnlyList<Strategy> Strategies { get; private init; } = [];

    /// <summary>Whether to shrink, and report what that gives.</summary>
    public bool Shrink { get; private init; }

    /// <summary>Where the document goes beside the console; null for nowhere.</summary>
    public string? Out { get; private init; }

    /// <summary>The date that the document bears. Today by default.</summary>
    public DateOnly Date { get; private init; } = DateOnly.FromDateTime(DateTime.Today);

    /// <summary>The command with what decides the figures.</summary>
    public string Command =>
        $"dotnet run --project bench -c Release -- bugs{(Shrink ? " --shrink" : "")} --campaigns {Campaigns} --cap {Cap}"
        + (Filter is null ? "" : $" --filter {Filter}")
        + (Strategies.Count == 0 ? "" : $" --strategy {string.Join(',', Strategies)}");

    public static bool TryParse(ReadOnlySpan<string> arguments, [NotNullWhen(true)] out BugsOptions? options, [NotNullWhen(false)] out string? fault)
    {
        var parsed = new BugsOptions();
        (options, fault) = (null, null);
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            if (name == "--shrink")
            {
                parsed = parsed with { Shrink = true };
                continue;
            }

            if (name is not ("--campaigns" or "--cap" or "--filter" or "--strategy" or "--out" or "--date"))
            {
                fault = $"bugs does not know '{name}': its options are --campaigns N, --cap N, --filter NAME, --strategy NAME, --shrink, --out FILE and --date YYYY-MM-DD.";
                return false;
            }

            if (++i == arguments.Length)
            {
                fault = $"{name} needs a value.";
                return false;
            }

            if (!parsed.TryAdd(name, arguments[i], out parsed, out fault))
            {
                return false;
            }
        }

        options = parsed;
        return true;
    }

    private bool TryAdd(string name, string value, out BugsOptions more, [NotNullWhen(false)] out string? fault)
    {
        (more, fault) = (this, null);
        switch (name)
        {
            case "--filter":
                more = this with { Filter = value };
                return true;
            case "--out":
                more = this with { Out = value };
                return true;
            case "--strategy":
                try
                {
                    more = this with { Strategies = [.. Strategies, .. value.Split(',').Select(Strategy.Parse)] };
                    return true;
                }
                catch (FormatException exception)
                {
                    fault = exception.Message;
                    return false;
                }

            case "--date":
                if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                {
                    more = this with { Date = date };
                    return true;
                }

                fault = $"--date needs a date such as 2026-01-31, and got '{value}'.";
                return false;
            default:
                if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
                {
                    more = name == "--cap" ? this with { Cap = number } : this with { Campaigns = number };
                    return true;
                }

                fault = $"{name} needs a whole number from 1, and got '{value}'.";
                return false;
        }
    }
}
