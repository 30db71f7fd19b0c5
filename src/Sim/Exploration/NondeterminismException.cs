using System.Text;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// A run was made twice, with the same choices, and was not the same: the code under test does what differs from run to run. See
/// <see cref="ExploreOptions.DeterminismSample"/>. If the second run failed, the inner exception is what it failed with.
/// </summary>
public sealed class NondeterminismException : SimulationException
{
    internal NondeterminismException(TimeSpan time, long step, string first, string second, IReadOnlyList<string> before, IReadOnlyList<RealWorldRead> suspects, Exception? inner)
        : base(time, step, [], What(time, step, first, second, before, suspects), inner) =>
        (First, Second, Before, Suspects) = (first, second, before, suspects);

    /// <summary>What the step was the first time.</summary>
    public string First { get; }

    /// <summary>What it was the second time.</summary>
    public string Second { get; }

    /// <summary>The last steps that were the same both times; empty if the difference did not come again.</summary>
    public IReadOnlyList<string> Before { get; }

    /// <summary>Places in the code under test that may be why: they ask a real clock or unseeded chance. Whether they had a part in it is not known.</summary>
    public IReadOnlyList<RealWorldRead> Suspects { get; }

    private static string What(TimeSpan time, long step, string first, string second, IReadOnlyList<string> before, IReadOnlyList<RealWorldRead> suspects)
    {
        var text = new StringBuilder($"Two runs with the same choices differ at {Describe.Instant(time, step)}. The code under test does what differs from run to run (a static field, a hash order, a real clock).");
        text.Append("\n  the first time:  ").Append(first).Append("\n  the second time: ").Append(second);
        Append(text, "the same until then:", before);
        Append(text, "what may be why:", [.. suspects.Take(10).Select(static suspect => suspect.ToString())]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append("\n  ").Append(title);
            foreach (string line in lines)
            {
                text.Append("\n    ").Append(line);
            }
        }
    }
}
