using System.Text.Json;

namespace SimAsync.Traces;

/// <summary>Writes events of the Trace Event Format, a field at a time; what they mean is <see cref="TracePerfetto"/>'s.</summary>
internal sealed class PerfettoEvents
{
    private readonly Utf8JsonWriter json;
    private readonly PerfettoClock clock;
    private readonly int threads;
    private long flows;
    private bool inArguments;

    /// <summary>Writes to <paramref name="json"/>, at the places that <paramref name="clock"/> says, of so many lanes in a run.</summary>
    public PerfettoEvents(Utf8JsonWriter json, PerfettoClock clock, int lanes)
    {
        (this.json, this.clock) = (json, clock);
        threads = 10;
        while (threads < lanes)
        {
            threads *= 10;
        }
    }

    /// <summary>The number of a lane's thread: 10, 11, 12… in the first process and 20, 21, 22… in the second; 100 and 200 and on, if there are more than ten lanes.</summary>
    public int ThreadOf(int process, int lane) => (process * threads) + lane;

    public PerfettoFlow NewFlow(string category, string name) => new(category, name, ++flows);

    public decimal Microseconds(long units) => (decimal)units / clock.UnitsInMicrosecond;

    public void Metadata(string name, int process, int thread, string field, string value)
    {
        BeginMetadata(name, process, thread);
        Text(field, value);
        End();
    }

    public void Metadata(string name, int process, int thread, string field, int value)
    {
        BeginMetadata(name, process, thread);
        Number(field, value);
        End();
    }

    public void Flow(string phase, PerfettoFlow flow, int process, int thread, long at)
    {
        Begin(phase, flow.Name, flow.Category, process, thread, at);
        json.WriteNumber("id", flow.Id);
        if (phase == "f")
        {
            // To the slice around it, and not to the next one, which is what a missing "bp" says.
            json.WriteString("bp", "e");
        }

        End();
    }

    public void Counter(string name, string series, int value, int process, long at)
    {
        Begin("C", name, null, process, process, at);
        BeginArguments();
        Number(series, value);
        End();
    }

    /// <summary>Begins an event; <see cref="End"/> ends it.</summary>
    public void Begin(string phase, string name, string? category, int process, int thread, long at)
    {
        json.WriteStartObject();
        json.WriteString("ph", phase);
        Text("name", name);
        if (category is not null)
        {
            json.WriteString("cat", category);
        }

        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        json.WriteNumber("ts", Microseconds(at));
    }

    public void Duration(long units) => json.WriteNumber("dur", Microseconds(units));

    /// <summary>One of the reserved colours of Chrome's viewer; Perfetto has its own mind.</summary>
    public void Color(string name) => json.WriteString("cname", name);

    /// <summary>Of an instant: "t" for its thread's, "p" for its process's.</summary>
    public void Scope(string scope) => json.WriteString("s", scope);

    public void BeginArguments()
    {
        json.WriteStartObject("args");
        inArguments = true;
    }

    /// <summary>A text, if there is one.</summary>
    public void Text(string name, string? text)
    {
        if (text is null)
        {
            return;
        }

        // The JSON writer would escape a character beyond U+FFFF as a surrogate pair, at which Perfetto ends. What is visible has no control characters and no half pairs, so that nothing else is to be escaped.
        json.WritePropertyName(name);
        json.WriteRawValue($"\"{VisibleText.Of(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"", skipInputValidation: true);
    }

    public void Number(string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    public void End()
    {
        if (inArguments)
        {
            json.WriteEndObject();
            inArguments = false;
        }

        json.WriteEndObject();
    }

    private void BeginMetadata(string name, int process, int thread)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", name);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", thread);
        BeginArguments();
    }
}

/// <summary>An arrow from slice to slice: its beginning and its end have all three in common, and no other has them.</summary>
internal sealed record PerfettoFlow(string Category, string Name, long Id);
