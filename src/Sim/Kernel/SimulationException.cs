using System.Globalization;
using System.Text;

namespace SimAsync;

/// <summary>A run could not go on: a deadlock, a bound, something from outside, or a replay that no longer fits.</summary>
public abstract class SimulationException : Exception
{
    private readonly string what;

    private protected SimulationException(SimLoop loop, Func<int, string> what)
        : this(loop, loop.WaitsAtEnd ?? loop.Waits(), what)
    {
    }

    private protected SimulationException(SimLoop loop, IReadOnlyList<SimWait> waits, Func<int, string> what, Exception? inner = null)
        : this(loop.Time, loop.StepCount, waits, what(waits.Count), inner)
    {
    }

    private protected SimulationException(TimeSpan time, long step, IReadOnlyList<SimWait> waits, string what, Exception? inner)
        : base(null, inner)
    {
        (Time, Step, Waits) = (time, step, waits);
        this.what = what;
    }

    /// <summary>What happened and when, without those who wait.</summary>
    internal string Head => what;

    /// <summary>The virtual time at which it was found.</summary>
    public TimeSpan Time { get; }

    /// <summary>The number of steps that the run had taken.</summary>
    public long Step { get; }

    /// <summary>The tasks that were not done, in order of creation, and what each waited for.</summary>
    public IReadOnlyList<SimWait> Waits { get; }

    /// <summary>What happened and when, and a line for each task that waits (at most 20).</summary>
    public override string Message
    {
        get
        {
            const int Most = 20;
            var text = new StringBuilder(what);
            foreach (SimWait wait in Waits.Take(Most))
            {
                text.Append("\n  ").Append(wait);
            }

            if (Waits.Count > Most)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  and {Waits.Count - Most} more");
            }

            return text.ToString();
        }
    }

    private protected static string Tasks(int count) => count == 1 ? "1 task waits" : $"{count} tasks wait";
}
