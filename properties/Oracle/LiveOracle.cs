using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SimAsync.Graphs;
using SimAsync.TestSupport;

namespace SimAsync.Properties.Oracle;

/// <summary>
/// CPython's asyncio in a process of its own (<c>oracle.mjs</c>), which is asked what a graph does: a line to it, a line back. It
/// lives as long as this object, for it takes a second to begin.
/// </summary>
internal sealed class LiveOracle : IDisposable
{
    // How many graphs are under way: enough that neither side waits for the other.
    private const int Window = 32;

    private readonly Process process;
    private readonly StringBuilder complaints = new();

    private LiveOracle(Process process, TimeSpan patience)
    {
        this.process = process;
        Patience = patience;
        process.ErrorDataReceived += (_, e) =>
        {
            lock (complaints)
            {
                complaints.AppendLine(e.Data);
            }
        };
        process.BeginErrorReadLine();
        using JsonDocument hello = JsonDocument.Parse(Read("its first line"));
        Version = $"CPython {hello.RootElement.GetProperty("python")} (pyodide {hello.RootElement.GetProperty("pyodide")})";
    }

    /// <summary>How long to wait for one answer.</summary>
    public TimeSpan Patience { get; set; }

    /// <summary>What answers.</summary>
    public string Version { get; }

    /// <summary>Starts the oracle.</summary>
    /// <param name="folder">Where <c>oracle.mjs</c> and its <c>node_modules</c> are.</param>
    /// <param name="node">Node's command.</param>
    /// <param name="patience">How long to wait for one answer; a minute by default.</param>
    /// <exception cref="OracleException">Node or pyodide is not there, or does not start: what to do about it.</exception>
    public static LiveOracle Start(string folder, string node = "node", TimeSpan? patience = null)
    {
        Process process = NodeProgram.Start(folder, ["oracle.mjs"], static what => new OracleException(what), node);
        try
        {
            return new LiveOracle(process, patience ?? TimeSpan.FromMinutes(1));
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>What CPython makes of one graph: <c>{"outcome": …, "trace": …}</c>.</summary>
    public string Ask(TaskGraph graph)
    {
        Send(graph.ToJson());
        return Answer(graph);
    }

    /// <summary>What CPython makes of each of these, in their order. They are sent ahead of the answers.</summary>
    public IEnumerable<(TaskGraph Graph, string Answer)> AskAll(IEnumerable<TaskGraph> graphs)
    {
        Queue<TaskGraph> asked = new();
        foreach (TaskGraph graph in graphs)
        {
            Send(graph.ToJson());
            asked.Enqueue(graph);
            if (asked.Count == Window)
            {
                yield return (asked.Peek(), Answer(asked.Dequeue()));
            }
        }

        while (asked.Count > 0)
        {
            yield return (asked.Peek(), Answer(asked.Dequeue()));
        }
    }

    public void Dispose() => End(process);

    private static void End(Process process)
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            // It has ended by itself.
        }

        process.Dispose();
    }

    private string Answer(TaskGraph graph)
    {
        string answer = Read($"the answer for {graph.ToJson()}");
        using JsonDocument document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("fault", out JsonElement fault)
            ? throw new OracleException($"The oracle could not run {graph.ToJson()}:\n{fault}")
            : answer;
    }

    private void Send(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (IOException e)
        {
            throw Failed("has gone", e);
        }
    }

    private string Read(string what)
    {
        try
        {
            return process.StandardOutput.ReadLineAsync().WaitAsync(Patience).GetAwaiter().GetResult() ?? throw Failed($"ended before {what}", null);
        }
        catch (TimeoutException e)
        {
            process.Kill(entireProcessTree: true);
            throw Failed($"was ended: it took longer than {Patience.TotalSeconds:0.###} s over {what}", e);
        }
    }

    private OracleException Failed(string how, Exception? inner)
    {
        // What it had to say comes by another way, and may be late.
        process.WaitForExit(TimeSpan.FromSeconds(5));
        lock (complaints)
        {
            return new OracleException($"The oracle {how}. On stderr: {complaints}", inner);
        }
    }
}
