using System.Globalization;
using SimAsync.Traces;

namespace SimAsync.Tests.Node.Page;

/// <summary>What a coroutine of a sample waits for, and where it stands meanwhile.</summary>
/// <param name="What">For a person: "Lock 'cache'".</param>
/// <param name="Line">The line of its await, in the file of its method.</param>
internal abstract record SampleAwait(string What, int Line)
{
    /// <summary>A while of virtual time, in ticks.</summary>
    public sealed record Delay(long Ticks, int Line) : SampleAwait(string.Create(CultureInfo.InvariantCulture, $"Task.Delay({Ticks / 10_000.0} ms)"), Line);

    /// <summary>A lock, which is held when the coroutine goes on.</summary>
    public sealed record Lock(string Name, int Line) : SampleAwait($"Lock '{Name}'", Line);

    /// <summary>The end of others.</summary>
    public sealed record Join(IReadOnlyList<int> Lanes, string What, int Line) : SampleAwait(What, Line);
}

/// <summary>A coroutine of a sample, and what is known of it so far.</summary>
internal sealed class SampleRoutine(int lane, string path, string name, TraceLaneKind kind, int? parent, long? begun, string method, int file, int line, IEnumerator<SampleAwait> code)
{
    public int Lane => lane;

    public string Path => path;

    public string Name => name;

    public string Method => method;

    public int File => file;

    public int Line { get; set; } = line;

    public IEnumerator<SampleAwait> Code => code;

    public int Children { get; set; }

    public int StepsRun { get; set; }

    public TraceStepKind NextKind => StepsRun == 0 ? TraceStepKind.Start : TraceStepKind.Resume;

    public bool Cancelled { get; set; }

    public SampleAwait? Awaits { get; set; }

    public long? Since { get; set; }

    public long? Ended { get; set; }

    public TraceLane ToLane() => new()
    {
        Path = path,
        Name = name,
        Kind = kind,
        Parent = parent,
        Begun = begun,
        Ended = Ended,
        Outcome = Ended is null ? null : Cancelled ? "cancelled" : "done",
    };
}
