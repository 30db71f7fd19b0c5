using System.Text.Json.Serialization;

namespace SimAsync.Traces;

/// <summary>One run.</summary>
internal sealed record TraceRun
{
    /// <summary>Whether it failed.</summary>
    [JsonRequired]
    public bool Failed { get; init; }

    /// <summary>How it ended, in a sentence.</summary>
    [JsonRequired]
    public string Outcome { get; init; } = "";

    /// <summary>The virtual time at which main had ended, in ticks of 100 ns.</summary>
    [JsonRequired]
    public long Ticks { get; init; }

    /// <summary>The tasks and async methods that had steps, in the order in which they began.</summary>
    public required IReadOnlyList<TraceLane> Lanes { get; init; }

    /// <summary>The steps, in order, up to the end of main.</summary>
    public required IReadOnlyList<TraceStep> Steps { get; init; }

    /// <summary>Who waited for what at the end, if that was why it ended.</summary>
    public IReadOnlyList<TraceWait> Waits { get; init; } = [];
}

/// <summary>A task, or a plain async method that goes on by itself.</summary>
internal sealed record TraceLane
{
    /// <summary>A task's path of creation, the same in every interleaving; of a plain method, that of who called it, and its number there.</summary>
    public required string Path { get; init; }

    /// <summary>What a person calls it: the task's name, the method's. Unique in its run.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    [JsonRequired]
    public TraceLaneKind Kind { get; init; }

    /// <summary>The lane that began it; null for main.</summary>
    public int? Parent { get; init; }

    /// <summary>The step in which it began; null if it was there before the first.</summary>
    public long? Begun { get; init; }

    /// <summary>The step in which it ended; null if it did not.</summary>
    public long? Ended { get; init; }

    /// <summary>What it ended with: <c>done</c>, <c>cancelled</c>, or the exception; null if it did not end.</summary>
    public string? Outcome { get; init; }
}

internal enum TraceLaneKind
{
    /// <summary>A task of the simulation's, that runs a coroutine.</summary>
    Task,

    /// <summary>A plain async method.</summary>
    Method,

    /// <summary>Callbacks, timers and work items that are no method's: one lane for all of a run's.</summary>
    Callbacks,
}

/// <summary>Somebody who waited at the end of a run.</summary>
internal sealed record TraceWait
{
    /// <summary>Who, if it had steps.</summary>
    public int? Lane { get; init; }

    /// <summary>Who, for a person.</summary>
    public required string Who { get; init; }

    /// <summary>All of it, in a line.</summary>
    public string? Text { get; init; }

    /// <summary>What it waited for.</summary>
    public required string For { get; init; }

    /// <summary>Who held that.</summary>
    public IReadOnlyList<string> HeldBy { get; init; } = [];

    /// <summary>The method in which it waited.</summary>
    public string? Method { get; init; }

    /// <summary>The await at which it stood.</summary>
    public TracePlace? At { get; init; }

    /// <summary>The step since which it waited.</summary>
    public long? Since { get; init; }
}
