using System.Globalization;
using System.Reflection;
using FsCheck;
using FsCheck.NUnit;
using Microsoft.FSharp.Core;
using SimAsync.NUnit;

namespace SimAsync.FsCheck.Properties;

/// <summary>FsCheck's settings of a property; null for what is not set.</summary>
internal sealed record PropertySettings(int? MaxTest, int? MaxRejected, int? StartSize, int? EndSize, bool? Verbose, bool? QuietOnSuccess, IReadOnlyList<Type> Arbitrary)
{
    private static readonly PropertySettings None = new(null, null, null, null, null, null, []);

    /// <summary>Those of <c>[Properties]</c> at a class, at those that it stands in, and at its assembly; the nearest goes first.</summary>
    public static PropertySettings Around(Type fixture)
    {
        PropertySettings settings = None;
        for (Type? type = fixture; type is not null; type = type.DeclaringType)
        {
            settings = settings.Below(Of(type.GetCustomAttribute<PropertiesAttribute>()));
        }

        return settings.Below(Of(fixture.Assembly.GetCustomAttribute<PropertiesAttribute>()));
    }

    /// <summary>These, and where they are not set, the others.</summary>
    public PropertySettings Below(PropertySettings outer) => new(
        MaxTest ?? outer.MaxTest,
        MaxRejected ?? outer.MaxRejected,
        StartSize ?? outer.StartSize,
        EndSize ?? outer.EndSize,
        Verbose ?? outer.Verbose,
        QuietOnSuccess ?? outer.QuietOnSuccess,
        [.. Arbitrary, .. outer.Arbitrary]);

    /// <summary>FsCheck's configuration.</summary>
    /// <param name="settings">What the environment says.</param>
    /// <param name="replay">FsCheck's own seed, as its <c>Replay</c> is written; null for none.</param>
    /// <exception cref="FormatException">A number makes no sense.</exception>
    public Config ToConfig(SimTestSettings settings, string? replay)
    {
        Config config = Config.Quick;
        return config
            .WithMaxTest(AtLeast(1, nameof(MaxTest), settings.Number(nameof(MaxTest), MaxTest ?? config.MaxTest)))
            .WithMaxRejected(AtLeast(1, nameof(MaxRejected), MaxRejected ?? config.MaxRejected))
            .WithStartSize(AtLeast(0, nameof(StartSize), StartSize ?? config.StartSize))
            .WithEndSize(AtLeast(0, nameof(EndSize), EndSize ?? config.EndSize))
            .WithEvery(Verbose == true ? Config.Verbose.Every : config.Every)
            .WithEveryShrink(Verbose == true ? Config.Verbose.EveryShrink : config.EveryShrink)
            .WithReplay(replay is null ? FSharpOption<Replay>.None : FSharpOption<Replay>.Some(Parse(replay)));
    }

    private static int AtLeast(int least, string name, int value) =>
        value >= least ? value : throw new FormatException($"[SimProperty] cannot run so: {name} has to be at least {least}, and is {value}.");

    // As FsCheck.NUnit writes and reads it.
    private static Replay Parse(string text)
    {
        string[] parts = text.Trim().Trim('(', ')').Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3)
            || !ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out ulong seed)
            || !ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out ulong gamma)
            || gamma % 2 == 0)
        {
            throw new FormatException($"Replay: the code that a failure printed is needed, or as FsCheck has it (seed,gamma) or (seed,gamma,size) with an odd gamma; found '{text}'.");
        }

        if (parts.Length == 2)
        {
            return new Replay(new Rnd(seed, gamma), FSharpOption<int>.None);
        }

        return int.TryParse(parts[2], CultureInfo.InvariantCulture, out int size) && size >= 0
            ? new Replay(new Rnd(seed, gamma), FSharpOption<int>.Some(size))
            : throw new FormatException($"Replay: the size has to be a number from 0, found '{parts[2]}'.");
    }

    private static PropertySettings Of(PropertiesAttribute? attribute)
    {
        static int? Given(int value) => value < 0 ? null : value;

        return attribute is null ? None : new PropertySettings(
            Given(attribute.MaxTest),
            Given(attribute.MaxFail),
            Given(attribute.StartSize),
            Given(attribute.EndSize),
            attribute.Verbose ? true : null,
            attribute.QuietOnSuccess ? true : null,
            attribute.Arbitrary);
    }
}
