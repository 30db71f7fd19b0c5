namespace SimAsync.FsCheck.Models;

/// <summary>
/// Simpler programs in place of one, the simplest first: without a client, without what comes before or after, without a command; with less at the same time; without interruptions, or with earlier ones; with simpler
/// commands. None leads back to it, unless the commands' own shrinker does.
/// </summary>
internal static class ProgramShrinker
{
    public static IEnumerable<ConcurrentProgram<TCommand>> Simpler<TCommand>(ConcurrentProgram<TCommand> program, Func<TCommand, IEnumerable<TCommand>> shrink) =>
        Fewer(program).Concat(LessAtOnce(program)).Concat(CalmerOrSimpler(program, shrink));

    /// <summary>As simple as the program: each with two neighbouring clients in each other's place.</summary>
    public static IEnumerable<ConcurrentProgram<TCommand>> Swapped<TCommand>(ConcurrentProgram<TCommand> program)
    {
        for (int i = 0; i + 1 < program.Clients.Count; i++)
        {
            IReadOnlyList<PlannedCommand<TCommand>>[] clients = [.. program.Clients];
            (clients[i], clients[i + 1]) = (clients[i + 1], clients[i]);
            yield return program with { Clients = clients };
        }
    }

    /// <summary>The program without one command. A client that has no other is left out.</summary>
    /// <param name="program">The program.</param>
    /// <param name="part">0 for what comes before, then the clients, then what comes after.</param>
    /// <param name="place">Which command of it.</param>
    public static ConcurrentProgram<TCommand> Without<TCommand>(ConcurrentProgram<TCommand> program, int part, int place)
    {
        IReadOnlyList<PlannedCommand<TCommand>>[] parts = Parts(program);
        parts[part] = [.. parts[part].Where((_, i) => i != place)];
        return Of(parts);
    }

    private static IEnumerable<ConcurrentProgram<TCommand>> Fewer<TCommand>(ConcurrentProgram<TCommand> program)
    {
        IReadOnlyList<PlannedCommand<TCommand>>[] parts = Parts(program);
        for (int part = 0; part < parts.Length; part++)
        {
            if (parts[part].Count > 1)
            {
                yield return With(parts, part, []);
            }
        }

        for (int part = 0; part < parts.Length; part++)
        {
            int half = parts[part].Count / 2;
            if (half > 1)
            {
                yield return With(parts, part, [.. parts[part].Take(half)]);
                yield return With(parts, part, [.. parts[part].Skip(half)]);
            }
        }

        for (int part = parts.Length - 1; part >= 0; part--)
        {
            for (int place = parts[part].Count - 1; place >= 0; place--)
            {
                yield return Without(program, part, place);
            }
        }
    }

    // A client's first command may be done before all, and its last after all. What can be interrupted stays.
    private static IEnumerable<ConcurrentProgram<TCommand>> LessAtOnce<TCommand>(ConcurrentProgram<TCommand> program)
    {
        for (int client = 1; client <= program.Clients.Count; client++)
        {
            IReadOnlyList<PlannedCommand<TCommand>> commands = program.Clients[client - 1];
            if (commands[0].Interruption is null)
            {
                IReadOnlyList<PlannedCommand<TCommand>>[] parts = Parts(program);
                (parts[0], parts[client]) = ([.. parts[0], commands[0]], [.. commands.Skip(1)]);
                yield return Of(parts);
            }

            if (commands[^1].Interruption is null)
            {
                IReadOnlyList<PlannedCommand<TCommand>>[] parts = Parts(program);
                (parts[^1], parts[client]) = ([commands[^1], .. parts[^1]], [.. commands.SkipLast(1)]);
                yield return Of(parts);
            }
        }
    }

    private static IEnumerable<ConcurrentProgram<TCommand>> CalmerOrSimpler<TCommand>(ConcurrentProgram<TCommand> program, Func<TCommand, IEnumerable<TCommand>> shrink)
    {
        IReadOnlyList<PlannedCommand<TCommand>>[] parts = Parts(program);
        for (int part = 0; part < parts.Length; part++)
        {
            for (int place = 0; place < parts[part].Count; place++)
            {
                PlannedCommand<TCommand> planned = parts[part][place];
                IEnumerable<PlannedCommand<TCommand>> simpler =
                    Calmer(planned.Interruption).Select(interruption => planned with { Interruption = interruption })
                        .Concat(shrink(planned.Command).Select(command => planned with { Command = command }));
                foreach (PlannedCommand<TCommand> one in simpler)
                {
                    int at = place;
                    yield return With(parts, part, [.. parts[part].Select((old, i) => i == at ? one : old)]);
                }
            }
        }
    }

    private static IEnumerable<Interruption?> Calmer(Interruption? interruption)
    {
        if (interruption is null)
        {
            yield break;
        }

        yield return null;
        if (interruption.After > TimeSpan.Zero)
        {
            yield return interruption with { After = TimeSpan.Zero };
            yield return interruption with { After = interruption.After / 2 };
        }
    }

    private static ConcurrentProgram<TCommand> With<TCommand>(IReadOnlyList<PlannedCommand<TCommand>>[] parts, int part, IReadOnlyList<PlannedCommand<TCommand>> commands)
    {
        IReadOnlyList<PlannedCommand<TCommand>>[] others = [.. parts];
        others[part] = commands;
        return Of(others);
    }

    private static IReadOnlyList<PlannedCommand<TCommand>>[] Parts<TCommand>(ConcurrentProgram<TCommand> program) => [program.Before, .. program.Clients, program.After];

    private static ConcurrentProgram<TCommand> Of<TCommand>(IReadOnlyList<PlannedCommand<TCommand>>[] parts) =>
        new(parts[0], [.. parts[1..^1].Where(static client => client.Count > 0)], parts[^1]);
}
