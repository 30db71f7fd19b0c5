using System.Globalization;
using System.Text;

namespace SimAsync.Kernel;

/// <summary>
/// A task's identity: its path of creation. <c>root.2.1</c> is the first task made by the second task that the root made.
/// It is the same in every interleaving in which the task exists, unlike a number in order of creation.
/// </summary>
internal sealed class TaskPath(TaskPath? parent, int ordinal)
{
    private int children;
    private int made;

    /// <summary>The hash by which the scheduler knows the task; never 0.</summary>
    public ulong Hash { get; } = HashOf(parent, ordinal);

    /// <summary>The number of the next task made here, from 1.</summary>
    public int NextChild() => ++children;

    /// <summary>The number of the next thing made here, from 1.</summary>
    public int NextMade() => ++made;

    /// <summary>The hash that a path with this parent and ordinal has.</summary>
    public static ulong HashOf(TaskPath? parent, int ordinal)
    {
        ulong state = (parent?.Hash ?? 0) ^ ((ulong)(uint)ordinal * 0xD1342543DE82EF95UL);
        return Scheduler.Xoshiro256.SplitMix64(ref state) | 1;
    }

    public override string ToString()
    {
        var ordinals = new Stack<int>();
        TaskPath at = this;
        for (; at.Parent is { } above; at = above)
        {
            ordinals.Push(at.Ordinal);
        }

        var text = new StringBuilder("root");
        foreach (int number in ordinals)
        {
            text.Append(CultureInfo.InvariantCulture, $".{number}");
        }

        return text.ToString();
    }

    private TaskPath? Parent { get; } = parent;

    private int Ordinal { get; } = ordinal;
}
