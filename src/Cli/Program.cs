using SimAsync.Cli;

return CommandLine.Run(args, StandardStreams.Open());
