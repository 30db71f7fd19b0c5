using System.Diagnostics;
using System.Globalization;

namespace SimAsync.TestSupport.Mutants;

/// <summary>
/// A copy of a suite's binaries with a SimAsync that has all of some mutants in it, each behind a question, so that it is compiled once; which of them is on is told by an environment variable.
/// </summary>
public sealed class MutantBuild : IDisposable
{
    private const string Variable = "SIMASYNC_MUTANT";

    private static readonly string[] Files = ["Directory.Build.props", "Directory.Packages.props", ".editorconfig", "src/Directory.Build.props", "src/BannedSymbols.txt"];
    private static readonly string[] Folders = ["src/Scheduler", "src/Sim"];

    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("simasync-mutants-");
    private readonly IReadOnlyList<Mutant> mutants;

    private MutantBuild(IReadOnlyList<Mutant> mutants) => this.mutants = mutants;

    private string Source => Path.Combine(work.FullName, "source");

    private string Binaries => Path.Combine(work.FullName, "binaries");

    /// <summary>Compiles the mutants.</summary>
    /// <param name="repository">The folder of the repository.</param>
    /// <param name="suite">The folder of the suite's binaries.</param>
    /// <param name="mutants">The mutants.</param>
    /// <exception cref="InvalidOperationException">One does not fit the source any more, or does not compile.</exception>
    public static MutantBuild Make(string repository, string suite, IReadOnlyList<Mutant> mutants)
    {
        var build = new MutantBuild(mutants);
        try
        {
            build.CopySource(repository);
            build.Plant();
            build.Compile();
            Copy(suite, build.Binaries, static _ => true);
            foreach (string assembly in new[] { "SimAsync.dll", "SimAsync.Scheduler.dll" })
            {
                File.Copy(Path.Combine(build.Source, "out", assembly), Path.Combine(build.Binaries, assembly), overwrite: true);
            }

            return build;
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    /// <summary>Runs a program of the suite with one mutant on.</summary>
    /// <param name="mutant">Which; null for none.</param>
    /// <param name="program">The suite's assembly.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>How it ended, and what it wrote.</returns>
    public (int ExitCode, string Output) Run(Mutant? mutant, string program, params string[] arguments) =>
        Execute([Path.Combine(Binaries, program), .. arguments], (Variable, mutant is null ? "" : NumberOf(mutant)));

    public void Dispose() => work.Delete(recursive: true);

    private static void Copy(string from, string to, Func<string, bool> takes)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from).Where(folder => takes(Path.GetFileName(folder))))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)), takes);
        }
    }

    private string NumberOf(Mutant mutant) => (mutants.ToList().IndexOf(mutant) + 1).ToString(CultureInfo.InvariantCulture);

    private void CopySource(string repository)
    {
        foreach (string folder in Folders)
        {
            Copy(Path.Combine(repository, folder), Path.Combine(Source, folder), static name => name is not ("bin" or "obj"));
        }

        foreach (string file in Files)
        {
            File.Copy(Path.Combine(repository, file), Path.Combine(Source, file));
        }
    }

    private void Plant()
    {
        File.WriteAllText(Path.Combine(Source, "src/Sim/Mutant.cs"), $$"""
            namespace SimAsync;

            internal static class Mutant
            {
                private static readonly string? Number = Environment.GetEnvironmentVariable("{{Variable}}");

                public static bool Is(string number) => number == Number;
            }
            """);
        foreach (Mutant mutant in mutants)
        {
            string path = Path.Combine(Source, "src", mutant.File);
            string text = File.ReadAllText(path);
            if (text.Split(mutant.Original).Length != 2)
            {
                throw new InvalidOperationException($"The mutant '{mutant.Name}' does not fit: its original is {text.Split(mutant.Original).Length - 1} times in {mutant.File}, not once.");
            }

            string mistake = mutant.Mistake.Replace(Mutant.On, $"global::SimAsync.Mutant.Is(\"{NumberOf(mutant)}\")", StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(mutant.Original, mistake, StringComparison.Ordinal));
        }
    }

    private void Compile()
    {
        var (code, output) = Execute([
            "build", Path.Combine(Source, "src/Sim/SimAsync.csproj"), "-c", "Release", "-o", Path.Combine(Source, "out"), "--nologo", "-v", "quiet",
            "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false", "-nodeReuse:false", "-p:UseSharedCompilation=false"]);
        if (code != 0)
        {
            throw new InvalidOperationException($"The mutants do not compile:\n{output}");
        }
    }

    private static (int ExitCode, string Output) Execute(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
