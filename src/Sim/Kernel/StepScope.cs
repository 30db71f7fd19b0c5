using System.Collections;

namespace SimAsync.Kernel;

/// <summary>The scope of what is logged in a step: whose step it is, its number, and the virtual time. It does not change, so that a logger may look at it when the run is long over.</summary>
internal sealed class StepScope(TimeSpan time, long step, string task) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public long Step => step;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("Task", task),
        1 => new("Step", step),
        2 => new("Time", time),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"{task}, {Describe.Instant(time, step)}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
