using System.CommandLine;

namespace SimAsync.Cli;

/// <summary>A command whose help ends with its exit codes and examples.</summary>
internal sealed class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>The codes of its own; those that every command has, and that are no surprise, are not among them.</summary>
    public IReadOnlyList<(int Code, string Meaning)> Codes { get; init; } = [];

    public IReadOnlyList<string> Examples { get; init; } = [];
}
