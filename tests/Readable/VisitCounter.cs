using System.Threading.Channels;

namespace SimAsync.Tests.Readable;

/// <summary>Counts a museum's visitors: those who come through the gates, which report through a channel, and those whom a guard counts by hand.</summary>
internal sealed class VisitCounter
{
    private static readonly TimeSpan Journal = TimeSpan.FromMilliseconds(5);

    private readonly Channel<int> gates = Channel.CreateUnbounded<int>();

    public int Visitors { get; private set; }

    /// <summary>A gate reports a group.</summary>
    public void Report(int people) => gates.Writer.TryWrite(people);

    public void Close() => gates.Writer.Complete();

    /// <summary>Counts what the gates report, until they close.</summary>
    public async Task Drain()
    {
        await foreach (int people in gates.Reader.ReadAllAsync()) // [1]
        {
            int before = Visitors;
            await Task.Delay(Journal); // [1]
            Visitors = before + people;
        }
    }

    /// <summary>A guard counts a group.</summary>
    public async Task CountByHand(int people)
    {
        int before = Visitors;
        await Task.Delay(Journal); // [2]
        Visitors = before + people;
    }
}
