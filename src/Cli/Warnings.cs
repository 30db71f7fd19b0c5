namespace SimAsync.Cli;

/// <summary>Shows what a run noticed and did not stop for.</summary>
internal static class Warnings
{
    public static void Write(CliStreams streams, string where, RunReport report)
    {
        foreach (SimWarning warning in report.Warnings)
        {
            streams.Error.WriteLine($"{where}: warning at {warning}");
        }
    }
}
