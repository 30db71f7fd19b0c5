using System.Text;
using System.Text.Json;
using SimAsync.Graphs;

namespace SimAsync.Properties.Oracle;

/// <summary>CPython's outcome and trace of a graph beside SimAsync's.</summary>
internal sealed class Comparison
{
    private readonly Answer theirs;
    private readonly Answer ours;

    /// <param name="graph">The graph that both ran.</param>
    /// <param name="expected">CPython's <c>{"outcome": …, "trace": …}</c>.</param>
    /// <param name="given">SimAsync's.</param>
    public Comparison(TaskGraph graph, string expected, string given)
    {
        Graph = graph;
        theirs = new Answer(expected);
        ours = new Answer(given);
        Common = theirs.Events.Zip(ours.Events).TakeWhile(static pair => pair.First == pair.Second).Count();
    }

    public TaskGraph Graph { get; }

    /// <summary>Whether CPython's run outran its limits: it then has no trace, and there is nothing to compare.</summary>
    public bool IsLimited => theirs.Outcome == """{"limit": true}""";

    /// <summary>How many events are the same, from the first on.</summary>
    public int Common { get; }

    /// <summary>Whether both are the same, event by event, as far as can be said: see <see cref="IsCut"/>.</summary>
    public bool IsEqual => IsSame || IsCut;

    /// <summary>
    /// Whether they are the same only as far as asyncio says what is to happen: up to where CPython cancelled tasks that wait for each other in a ring,
    /// or let a second task go on with a coroutine that is under way in another.
    /// </summary>
    public bool IsCut => !IsSame && Common >= theirs.Certain;

    private bool IsSame => theirs.Outcome == ours.Outcome && theirs.Events.SequenceEqual(ours.Events);

    /// <summary>Both traces, one event a line: what is common up to the first difference, then CPython's rest (&lt;) and SimAsync's (&gt;).</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (string line in theirs.Events.Take(Common))
        {
            text.Append("    ").AppendLine(line);
        }

        foreach ((string mark, Answer answer) in new[] { ("  < ", theirs), ("  > ", ours) })
        {
            foreach (string line in answer.Events.Skip(Common))
            {
                text.Append(mark).AppendLine(line);
            }
        }

        return text.Append("  < CPython:  ").AppendLine(theirs.Outcome).Append("  > SimAsync: ").AppendLine(ours.Outcome).ToString();
    }

    /// <summary>An answer in a form of its own: numbers and names as they are written, one text an event.</summary>
    private sealed class Answer
    {
        public Answer(string json)
        {
            using JsonDocument document = JsonDocument.Parse(json);
            Outcome = Show(document.RootElement.GetProperty("outcome"));
            Events = [.. document.RootElement.GetProperty("trace").EnumerateArray().Select(Show)];
            Certain = document.RootElement.TryGetProperty("certain", out JsonElement certain) ? certain.GetInt32() : null;
        }

        public string Outcome { get; }

        public IReadOnlyList<string> Events { get; }

        /// <summary>How many events asyncio says; null for all.</summary>
        public int? Certain { get; }

        private static string Show(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(Show))}]",
            JsonValueKind.Object => $"{{{string.Join(", ", element.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal).Select(static p => $"\"{p.Name}\": {Show(p.Value)}"))}}}",
            JsonValueKind.String => $"\"{element.GetString()}\"",
            _ => element.GetRawText(),
        };
    }
}
