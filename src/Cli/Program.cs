using System.CommandLine;
using System.CommandLine.Help;

// A plain Command, because a RootCommand bears the assembly's name in its help.
Command simasync = new("simasync", "Deterministic simulation testing of async code: run, explore and replay task graphs.")
{
    new HelpOption(),
    new VersionOption(),
};

return await simasync.Parse(args).InvokeAsync();
