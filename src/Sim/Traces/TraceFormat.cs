namespace SimAsync;

/// <summary>The forms in which a trace can be written.</summary>
public enum TraceFormat
{
    /// <summary>JSON as <c>docs/trace-format.md</c> describes it, from which all others can be made: <c>.json</c>.</summary>
    Json,

    /// <summary>A page that opens from disk in any browser, with no network: <c>.html</c>.</summary>
    Html,

    /// <summary>Chrome's trace events, which Perfetto opens: <c>.perfetto.json</c>.</summary>
    Perfetto,

    /// <summary>A sequence diagram for Mermaid: <c>.mmd</c>.</summary>
    Mermaid,

    /// <summary>A table for people: <c>.txt</c>.</summary>
    Text,
}
