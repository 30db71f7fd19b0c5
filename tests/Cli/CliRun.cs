using System.Text;
using System.Text.Json;
using SimAsync.Cli;

namespace SimAsync.Tests.Cli;

/// <summary>One call of the command line inside the test's process.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public string[] Lines => Output.Length == 0 ? [] : Output.TrimEnd('\n').Split('\n');

    public JsonElement Json => JsonElement.Parse(Output);

    public static CliRun Of(params string[] args) => With("", args);

    public static CliRun With(string input, params string[] args) => With(Encoding.UTF8.GetBytes(input), args);

    public static CliRun With(byte[] input, params string[] args)
    {
        using var output = new MemoryStream();
        var (code, error) = To(output, new MemoryStream(input), args);
        Assert.That(output.ToArray().Take(3), Is.Not.EqualTo(Encoding.UTF8.Preamble.ToArray()), "a byte order mark");
        return new CliRun(code, new UTF8Encoding(false, true).GetString(output.ToArray()), error);
    }

    public static (int Code, string Error) To(Stream output, Stream input, string[] args, bool interactive = false, TimeProvider? clock = null)
    {
        using var error = new StringWriter { NewLine = "\n" };
        int code = CommandLine.Run(args, new CliStreams(input, output, error, interactive, clock ?? TimeProvider.System));
        Assert.That(error.ToString(), Does.Not.Contain("   at "), "a stack trace");
        return (code, error.ToString());
    }
}
