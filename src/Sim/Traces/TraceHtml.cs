using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace SimAsync.Traces;

/// <summary>A trace as a page: the built page of <c>Page/</c>, with the trace's JSON in it.</summary>
internal static class TraceHtml
{
    /// <summary>Where in the page the JSON belongs. <c>Page/build.mjs</c> sees that it is there once.</summary>
    private const string Placeholder = "@@SIMASYNC-TRACE@@";

    // In the page the JSON is text of a script element. This encoder writes <, >, & and quotes, U+2028, U+2029 and all that is no
    // character as \u escapes, so that nothing in it ends the element, begins a comment, or is read otherwise than as JSON.
    private static readonly JsonSerializerOptions Options = TraceJson.With(JavaScriptEncoder.Create(UnicodeRanges.All));

    private static readonly Lazy<(byte[] Before, byte[] After)> Page = new(ReadPage);

    /// <summary>Writes the page: UTF-8, without a byte order mark.</summary>
    public static void Write(TraceDocument document, Stream stream)
    {
        (byte[] before, byte[] after) = Page.Value;
        stream.Write(before);
        JsonSerializer.Serialize(stream, document, Options);
        stream.Write(after);
    }

    private static (byte[] Before, byte[] After) ReadPage()
    {
        using Stream resource = typeof(TraceHtml).Assembly.GetManifestResourceStream("SimAsync.Traces.page.html")
            ?? throw new InvalidOperationException("[SimAsync bug] The page is not in the assembly.");
        using StreamReader reader = new(resource, Encoding.UTF8);
        string[] parts = reader.ReadToEnd().Split(Placeholder);
        return parts is [var before, var after]
            ? (Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after))
            : throw new InvalidOperationException($"[SimAsync bug] The page has {parts.Length - 1} places for a trace, not one.");
    }
}
