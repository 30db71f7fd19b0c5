using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using SimAsync.Kernel;
using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>
/// The file in which a folder keeps the failures of one test. A line is a replay code, and after it, behind a <c>#</c>, what failed; lines that begin with <c>#</c> are remarks. What
/// else stands there is left as it is.
/// </summary>
/// <remarks>
/// Others may write it at the same time, in this process and in others. So it is read anew for each change, behind a lock, and the changed file takes the old one's place in one piece. What goes wrong with
/// files is told in <see cref="Notes"/> and throws nothing: a failure that was found is worth more than the file.
/// </remarks>
internal sealed class CorpusFile
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private const int LongestName = 80;

    // Held for the time of one small write. Whoever does not get it so long waits for a process that hangs.
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(10);

    // Each byte is a character and back, so that what is not ours, and in whatever encoding, is written as it was read.
    private static readonly Encoding Bytes = Encoding.Latin1;

    private readonly string folder;
    private readonly string name;
    private readonly string path;
    private readonly List<string> notes = [];

    /// <summary>Reads it, if it is there.</summary>
    /// <param name="folder">The corpus; it need not be there.</param>
    /// <param name="name">The test.</param>
    public CorpusFile(string folder, string name)
    {
        (this.folder, this.name) = (folder, name);
        path = Path.Combine(folder, NameOf(name));
        Attempt("it cannot be read", () => Codes = Parse(Load()));
    }

    /// <summary>The codes that it had, in order, each once.</summary>
    public IReadOnlyList<KeptCode> Codes { get; private set; } = [];

    /// <summary>What there is to say of it, a line each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The name of a test's file: what can be read of the test's name in any file system, and a hash by which no two tests meet.</summary>
    public static string NameOf(string test)
    {
        var text = new StringBuilder();
        foreach (char c in test)
        {
            bool isPlain = char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_';
            if (isPlain || text is not [.., '_'])
            {
                text.Append(isPlain ? c : '_');
            }
        }

        string readable = text.ToString(0, Math.Min(text.Length, LongestName)).Trim('.');
        return $"{readable}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(test)).AsSpan(0, 6))}.txt";
    }

    /// <summary>Where a code stands: the file and its line.</summary>
    public string PlaceOf(KeptCode code) => $"{path}:{code.Line}";

    /// <summary>Takes codes out that no longer fit the test.</summary>
    public void Drop(IReadOnlyList<(KeptCode Code, string Why)> gone)
    {
        if (gone.Count == 0)
        {
            return;
        }

        HashSet<string> texts = [.. gone.Select(static one => one.Code.Text)];
        bool isWritten = Attempt("it cannot be changed", () => Change(lines => lines.RemoveAll(line => TextOf(line) is { Length: > 0 } text && texts.Contains(text)) > 0));
        foreach ((KeptCode code, string why) in gone)
        {
            notes.Add($"{PlaceOf(code)}: this code no longer fits the test{(isWritten ? ", and was taken out" : "")}: {code.Text}\n  {why.Split('\n')[0]}");
        }
    }

    /// <summary>Puts a failure in, unless its code is there.</summary>
    public void Keep(SimulationFailure failure)
    {
        if (!failure.IsReproducible)
        {
            notes.Add($"{path}: the failure is not kept, because playing it again gave something else.");
            return;
        }

        string code = failure.ReplayCode;
        string line = string.Create(CultureInfo.InvariantCulture, $"{code} # {failure.Exception.GetType().Name}, {failure.Strategy}, seed {failure.Seed}");
        Attempt($"{code} cannot be kept", () =>
        {
            Directory.CreateDirectory(folder);
            Change(lines =>
            {
                if (lines.Exists(other => TextOf(other) == code))
                {
                    return false;
                }

                if (lines.Count == 0)
                {
                    lines.Add($"# {Bytes.GetString(Encoding.UTF8.GetBytes(name.ReplaceLineEndings(" ")))}");
                }

                lines.Add(line);
                return true;
            });
        });
    }

    // What stands before the first white space: a code, or something that is none. Empty for a remark. An editor may have put a byte order mark before it.
    private static string TextOf(string line)
    {
        string text = (line.StartsWith("ï»¿", StringComparison.Ordinal) ? line[3..] : line).Trim();
        int end = text.AsSpan().IndexOfAny(' ', '\t');
        return text.StartsWith('#') ? "" : end < 0 ? text : text[..end];
    }

    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

    private List<KeptCode> Parse(List<string> lines)
    {
        var codes = new List<KeptCode>();
        var strange = new List<string>();
        for (int i = 0; i < lines.Count; i++)
        {
            string text = TextOf(lines[i]);
            if (text.Length == 0 || codes.Exists(code => code.Text == text))
            {
                continue;
            }

            try
            {
                codes.Add(new KeptCode(i + 1, text, Strategy.Replay(text)));
            }
            catch (ReplayCodeException e)
            {
                strange.Add($"{path}:{i + 1}: {e.Message}");
            }
        }

        if (strange is [var first, ..])
        {
            notes.Add($"{first} {(strange.Count == 1 ? "The line is" : $"It and {strange.Count - 1} more lines like it are")} passed over, and left as {(strange.Count == 1 ? "it is" : "they are")}.");
        }

        return codes;
    }

    private List<string> Load()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > MaxBytes)
            {
                throw new IOException($"It has {stream.Length} bytes, and at most {MaxBytes} are read.");
            }

            using var reader = new StreamReader(stream, Bytes, detectEncodingFromByteOrderMarks: false);
            string text = reader.ReadToEnd();
            return text.Length == 0 ? [] : [.. (text.EndsWith('\n') ? text[..^1] : text).Split('\n')];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    private void Change(Func<List<string>, bool> change)
    {
        using FileStream held = Lock();
        List<string> lines = Load();
        if (!change(lines))
        {
            return;
        }

        string temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Bytes.GetBytes(string.Concat(lines.Select(static line => line + "\n"))));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // The file stays. If it were deleted, one process could hold the old file and another a new one.
    private FileStream Lock()
    {
        FileStream? held = null;
        RealWait.Spin(
            () =>
            {
                try
                {
                    held = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                catch (IOException e) when (IsHeld(e))
                {
                }

                return held is not null;
            },
            LockWait);
        return held ?? throw new IOException($"Another process has held {Path.Combine(folder, ".lock")} for {LockWait.TotalSeconds} s.");
    }

    private bool Attempt(string otherwise, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            notes.Add($"{path}: {otherwise}: {e.Message}");
            return false;
        }
    }

    /// <summary>A code of the file.</summary>
    /// <param name="Line">The line on which it was when the file was read, from 1.</param>
    /// <param name="Text">The code.</param>
    /// <param name="Strategy">What plays it.</param>
    internal sealed record KeptCode(int Line, string Text, Strategy Strategy);
}
