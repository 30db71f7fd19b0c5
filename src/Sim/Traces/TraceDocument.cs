using System.Text.Json.Serialization;

namespace SimAsync.Traces;

/// <summary>What a run did, or two runs of which one failed, as data: what every form of a trace is made of. Its JSON is described in <c>docs/trace-format.md</c>.</summary>
internal sealed record TraceDocument
{
    /// <summary>The name and version of the format. A change that a reader of an older version would misread is a new version.</summary>
    public const string Version = "simasync.trace/1";

    [JsonRequired]
    public string Format { get; init; } = Version;

    /// <summary>What was run: a test's name, a graph's. Null if that is not known.</summary>
    public string? Title { get; init; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public TraceFailure? Failure { get; init; }

    /// <summary>The run, and after it, if it failed and one is known, the nearest that passes. One or two.</summary>
    public required IReadOnlyList<TraceRun> Runs { get; init; }

    /// <summary>The source files that places refer to, each once: paths as the compiler wrote them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The lines that places refer to, where the source was at hand.</summary>
    public IReadOnlyList<TraceCode> Code { get; init; } = [];
}

/// <summary>A failure, and how it was found.</summary>
/// <param name="Type">The full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Finding">How it was found, in a sentence.</param>
/// <param name="ReplayCode">The code that plays it again.</param>
/// <param name="Replay">The command, or the line of source, that plays it again.</param>
/// <param name="Agree">For how many steps both runs agree; null if there is no second run.</param>
/// <param name="Why">What the two runs did then, in a sentence; null if there is no second run.</param>
internal sealed record TraceFailure(string Type, string Message, string? Finding = null, string? ReplayCode = null, string? Replay = null, int? Agree = null, string? Why = null);

/// <summary>A line of source.</summary>
/// <param name="File">An index into <see cref="TraceDocument.Files"/>.</param>
/// <param name="Line">From 1.</param>
/// <param name="Text">What stands there, without the space before and behind.</param>
internal sealed record TraceCode(int File, int Line, string Text);

/// <summary>A place in the source.</summary>
/// <param name="File">An index into <see cref="TraceDocument.Files"/>.</param>
/// <param name="Line">From 1.</param>
internal sealed record TracePlace(int File, int Line);
