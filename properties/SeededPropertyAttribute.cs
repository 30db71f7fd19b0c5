using System.Globalization;

namespace SimAsync.Properties;

/// <summary>
/// FsCheck's <c>[Property]</c>, with the same inputs each time unless the environment variable <c>SIMASYNC_SEED</c> has another number than 0, as for <c>[SimProperty]</c>. FsCheck prints
/// with a failure what plays it again, as a value for <c>Replay</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeededPropertyAttribute : global::FsCheck.NUnit.PropertyAttribute
{
    // FsCheck's generator wants an odd number beside the seed.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public SeededPropertyAttribute()
    {
        string seed = Environment.GetEnvironmentVariable("SIMASYNC_SEED") is { Length: > 0 } given ? given : "0";
        Replay = ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? string.Create(CultureInfo.InvariantCulture, $"({number},{Gamma})")
            : throw new FormatException($"SIMASYNC_SEED: a whole number is needed, found '{seed}'.");
    }
}
