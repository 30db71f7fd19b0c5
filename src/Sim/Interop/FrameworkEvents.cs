using System.Diagnostics.Tracing;
using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// Listens to what the runtime says of its thread pool and its timers. Each event is raised on the thread that does the thing, and before it goes on: so an
/// item gets its place in the ready list where it is enqueued, and a worker that has taken one stops here.
/// </summary>
/// <remarks>Source: .NET 10, <c>System.Diagnostics.Tracing.FrameworkEventSource</c>. One listener serves the process; it stays once it is there.</remarks>
internal sealed class FrameworkEvents : EventListener
{
    private const string SourceName = "System.Diagnostics.Eventing.FrameworkEventSource";
    private const int PoolEnqueue = 30;
    private const int PoolDequeue = 31;
    private const int TransferSend = 150;
    private const int TransferReceive = 151;
    private const int TimerKind = 1;

    private static readonly Lazy<FrameworkEvents> Instance = new(Start);

    // Made by the base class's constructor, which calls OnEventSourceCreated.
    private bool isOn;

    /// <summary>Whether the runtime says anything: not if its event sources are turned off.</summary>
    public static bool AreOn => Instance.Value.isOn;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource?.Name == SourceName)
        {
            // Both of its keywords, the pool's and the transfers'.
            EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)0x12);
            isOn = true;
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        switch (eventData.EventId)
        {
            case PoolEnqueue:
                int sent = (int)(long)eventData.Payload![0]!;
                TimerGate.PassedOn(sent);
                PoolGate.Enqueued(sent);
                break;
            case PoolDequeue:
                // What the worker ran before has ended. Mostly that was seen when it did.
                Ambient.Guest?.NextItem();
                int hash = (int)(long)eventData.Payload![0]!;
                if (TimerInternals.IsQueue(hash))
                {
                    TimerGate.BeforeFiring();
                }

                PoolGate.Dequeued(hash);
                break;
            case TransferSend when (int)eventData.Payload![1]! == TimerKind:
                TimerGate.Arming((int)(long)eventData.Payload[0]!, (uint)(int)eventData.Payload[4]!, (uint)(int)eventData.Payload[5]!);
                break;
            case TransferReceive when (int)eventData.Payload![1]! == TimerKind:
                TimerGate.Firing((int)(long)eventData.Payload[0]!);
                break;
            default:
                break;
        }
    }

    private static FrameworkEvents Start()
    {
        // What they need is found, and tried, before the first event comes.
        bool reachesPool = PoolInternals.AreThere;
        _ = TimerInternals.AreThere;
        var events = new FrameworkEvents();
        if (events.isOn && reachesPool)
        {
            PoolInternals.RefreshLogging();
        }

        return events;
    }
}
