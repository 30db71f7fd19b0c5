using System.Globalization;

namespace SimAsync.Kernel;

/// <summary>How instants are written in every message.</summary>
internal static class Describe
{
    /// <summary>"1.5 s, step 42".</summary>
    public static string Instant(TimeSpan time, long step) => $"{Time(time)}, step {step.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Seconds, without zeros behind.</summary>
    public static string Time(TimeSpan time) => Time(time.Ticks);

    /// <inheritdoc cref="Time(TimeSpan)"/>
    /// <param name="ticks">Of 100 ns.</param>
    public static string Time(long ticks) => $"{((decimal)ticks / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture)} s";
}
