namespace SimAsync.Traces;

/// <summary>A place for the page, which is made elsewhere.</summary>
internal static class TraceHtml
{
    public static void Write(TraceDocument document, Stream stream) => throw new NotImplementedException();
}
