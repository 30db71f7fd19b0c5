using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SimAsync.Cli;

/// <summary>The options that several commands have, with errors that say what is needed and what was found.</summary>
internal static class CliOptions
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Option<Strategy> Strategy(Strategy byDefault)
    {
        string names = string.Join(", ", SimAsync.Strategy.Names);
        var option = new Option<Strategy>("--strategy")
        {
            Description = $"How the next step is chosen: {names}.",
            HelpName = "S",
            DefaultValueFactory = _ => byDefault,
            CustomParser = result =>
            {
                string name = result.Tokens[0].Value;
                try
                {
                    return SimAsync.Strategy.Parse(name);
                }
                catch (FormatException)
                {
                    result.AddError($"--strategy: there is no {Quote(name)}; there are {names}");
                    return null;
                }
            },
        };
        option.CompletionSources.Add([.. SimAsync.Strategy.Names]);
        return option;
    }

    public static Option<ulong> Seed() => Number("--seed", "What all chance hangs on: the same seed, the same runs.", 0UL, 0UL, ulong.MaxValue);

    public static Option<int> MaxSteps(int byDefault) =>
        Number("--max-steps", "A run that has not ended after so many steps is given up.", byDefault, 1, int.MaxValue);

    public static Option<Shard?> Shard() => new("--shard")
    {
        Description = "Only one worker's part of the runs: 2/8 for the second of eight, or auto for what the environment of Bazel, Slurm, Kubernetes, GitLab, CircleCI or Buildkite says.",
        HelpName = "I/N|auto",
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            try
            {
                return text == "auto" ? SimAsync.Shard.FromEnvironment() : SimAsync.Shard.Parse(text);
            }
            catch (FormatException e)
            {
                result.AddError(text == "auto" ? $"--shard auto: {e.Message}" : $"--shard: 1/N to N/N or auto is needed, found {Quote(text)}");
                return null;
            }
        },
    };

    public static Option<T> Number<T>(string name, string description, T? byDefault, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        var option = new Option<T>(name) { Description = description, HelpName = "N" };
        if (byDefault is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out T number) || number < least || number > most)
            {
                result.AddError($"{name}: a whole number from {least} to {most} is needed, found {Quote(text)}");
            }

            return number;
        };
        return option;
    }

    public static Option<bool> Verbose() => new("--verbose") { Description = "Show on stderr what runs warn of, such as an exception that nobody asked for." };

    public static Argument<string> File() => new("FILE") { Description = "One graph as JSON, or one a line; - is stdin." };

    /// <summary>What the user wrote, in quotes, without control characters, cut.</summary>
    public static string Quote(string text)
    {
        const int Most = 40;
        return JsonSerializer.Serialize(text.Length <= Most ? text : $"{text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)]}…", Quoting);
    }
}
