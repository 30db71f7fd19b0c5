using System.Text.Json.Serialization;

namespace SimAsync.Traces;

/// <summary>A step: what ran between two suspensions.</summary>
internal sealed record TraceStep
{
    /// <summary>From 1.</summary>
    public required long Number { get; init; }

    /// <summary>The virtual time, in ticks of 100 ns since the run began.</summary>
    [JsonRequired]
    public long Ticks { get; init; }

    /// <summary>Whose it was: an index into <see cref="TraceRun.Lanes"/>.</summary>
    public required int Lane { get; init; }

    /// <summary>What it was.</summary>
    [JsonRequired]
    public TraceStepKind Kind { get; init; }

    /// <summary>The method that went on, or whose timer was due; null if it was nobody's.</summary>
    public string? Method { get; init; }

    /// <summary>The await at which it went on; the method's beginning, if it started.</summary>
    public TracePlace? At { get; init; }

    /// <summary>The methods that await <see cref="Method"/>, from the nearest on; at most eight.</summary>
    public IReadOnlyList<TraceFrame> Callers { get; init; } = [];

    /// <summary>What it was, if that is not its method's going on: a timer, a callback.</summary>
    public string? What { get; init; }

    /// <summary>What it waited for when the step had ended; null if it did not wait.</summary>
    public string? Awaits { get; init; }

    /// <summary>The method in which it then stood; null if it did not wait.</summary>
    public string? ThenMethod { get; init; }

    /// <summary>The await at which it then stood.</summary>
    public TracePlace? Then { get; init; }

    /// <summary>The methods that await <see cref="ThenMethod"/>, from the nearest on; at most eight.</summary>
    public IReadOnlyList<TraceFrame> ThenCallers { get; init; } = [];

    /// <summary>How many steps were ready, this one included.</summary>
    public int Ready { get; init; } = 1;

    /// <summary>The step that made it ready; null if a timer did, or nothing in the run.</summary>
    public long? WokenBy { get; init; }

    /// <summary>If this step went out of order: the one that would have gone, in order.</summary>
    public TraceInstead? InsteadOf { get; init; }

    /// <summary>What it did meanwhile, in order.</summary>
    public IReadOnlyList<TraceDeed> Deeds { get; init; } = [];
}

/// <summary>A method that awaits another.</summary>
/// <param name="Method">Its name.</param>
/// <param name="At">The await at which it stands; null if that is not known.</param>
internal sealed record TraceFrame(string Method, TracePlace? At);

internal enum TraceStepKind
{
    /// <summary>A method went on from an await.</summary>
    Resume,

    /// <summary>A method began.</summary>
    Start,

    /// <summary>A timer was due.</summary>
    Timer,

    /// <summary>A callback or a work item was run.</summary>
    Callback,

    /// <summary>The simulation's own bookkeeping; only in runs in order.</summary>
    Bookkeeping,
}

/// <summary>A step that was ready and was passed over.</summary>
internal sealed record TraceInstead
{
    public required int Lane { get; init; }

    [JsonRequired]
    public TraceStepKind Kind { get; init; }

    public string? Method { get; init; }

    public TracePlace? At { get; init; }

    public string? What { get; init; }

    public IReadOnlyList<TraceFrame> Callers { get; init; } = [];

    /// <summary>The step in which it ran in the end; null if it never did.</summary>
    public long? RanAs { get; init; }
}

/// <summary>Something that was done within a step.</summary>
internal sealed record TraceDeed
{
    public required TraceDeedKind Kind { get; init; }

    /// <summary>What, for a person: "released Lock 'db'".</summary>
    public required string Text { get; init; }

    /// <summary>To whom: the lane that was begun, ended or cancelled.</summary>
    public int? Lane { get; init; }

    /// <summary>Of what was logged: its level.</summary>
    public string? Level { get; init; }

    /// <summary>Of what was logged: the logger's category.</summary>
    public string? Category { get; init; }
}

internal enum TraceDeedKind
{
    /// <summary>A lane began.</summary>
    Began,

    /// <summary>A lane ended.</summary>
    Ended,

    /// <summary>A lane went on within the step of another.</summary>
    Ran,

    /// <summary>A lane was asked to cancel itself, or a token was cancelled.</summary>
    Cancelled,

    /// <summary>A lock, a permit, an item was taken.</summary>
    Took,

    /// <summary>Something was released, set, put, or notified.</summary>
    Released,

    /// <summary>The code under test, or the simulation for it, made a choice that is not the usual one, or was asked for one.</summary>
    Chose,

    /// <summary>A task graph's statement did something.</summary>
    Noted,

    /// <summary>The code under test logged something.</summary>
    Logged,

    /// <summary>The simulation warned of something.</summary>
    Warned,
}
