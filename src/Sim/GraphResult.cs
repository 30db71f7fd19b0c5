using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SimAsync.Graphs;

namespace SimAsync;

/// <summary>What came of a run of a task graph: exactly one of <see cref="Result"/>, <see cref="Error"/>, <see cref="Deadlock"/> and <see cref="IsLimited"/>.</summary>
public sealed class GraphResult
{
    internal GraphResult(RunReport report, IReadOnlyList<GraphEvent> trace)
    {
        Report = report;
        Trace = trace;
        Stuck = [.. report.StuckNames.Order(StringComparer.Ordinal)];
        switch (report.Exception)
        {
            case null:
                Result = GraphValues.Show(GraphValues.Clean(report.Value));
                break;
            case DeadlockException deadlock:
                Deadlock = [.. deadlock.Waits.Select(static wait => wait.Name).Order(StringComparer.Ordinal)];
                break;
            case SimulationException:
                IsLimited = true;
                break;
            case var exception:
                Error = GraphErrors.Describe(exception);
                break;
        }
    }

    /// <summary>Main's value as JSON, if it returned.</summary>
    public string? Result { get; }

    /// <summary>Main's exception, if it raised one.</summary>
    public string? Error { get; }

    /// <summary>The sorted names of the tasks that were not done, if there was a deadlock.</summary>
    public IReadOnlyList<string>? Deadlock { get; }

    /// <summary>Whether the run outran a bound of its options. Its trace is then not complete.</summary>
    public bool IsLimited { get; }

    /// <summary>The sorted names of the tasks that even cancellation at the end did not end.</summary>
    public IReadOnlyList<string> Stuck { get; }

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<GraphEvent> Trace { get; }

    /// <summary>The run itself.</summary>
    public RunReport Report { get; }

    /// <summary>The outcome and the trace as one line of JSON: <c>{"outcome": …, "trace": [[ms, task, text], …]}</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteOutcome(json);
            json.WriteStartArray("trace");
            foreach (GraphEvent e in IsLimited ? [] : Trace)
            {
                json.WriteStartArray();
                json.WriteNumberValue(e.Milliseconds);
                json.WriteStringValue(e.Task);
                json.WriteStringValue(e.Text);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteOutcome(Utf8JsonWriter json)
    {
        json.WriteStartObject("outcome");
        if (IsLimited)
        {
            json.WriteBoolean("limit", true);
        }
        else if (Deadlock is not null)
        {
            WriteNames("deadlock", Deadlock);
        }
        else
        {
            json.WriteString(Error is null ? "result" : "error", Error ?? Result);
        }

        if (Stuck.Count > 0 && !IsLimited)
        {
            WriteNames("stuck", Stuck);
        }

        json.WriteEndObject();

        void WriteNames(string property, IReadOnlyList<string> names)
        {
            json.WriteStartArray(property);
            foreach (string name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }
    }
}
