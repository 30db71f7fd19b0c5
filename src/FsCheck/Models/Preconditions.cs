namespace SimAsync.FsCheck.Models;

/// <summary>
/// Sees to it that the preconditions of a program hold in whichever order its commands take effect: by going through all states that the model may be in, with each position of the clients. A command that may be
/// cancelled or given up takes effect at its place or never.
/// </summary>
internal sealed class Preconditions<TSystem, TState, TCommand, TResult>(ConcurrentModel<TSystem, TState, TCommand, TResult> model)
    where TState : notnull
{
    // A program with more is made smaller.
    private const int MostConfigurations = 20_000;

    // A model without preconditions need not be gone through.
    private readonly bool hasAny = model.GetType().GetMethod(nameof(model.Precondition), [typeof(TState), typeof(TCommand)])?.DeclaringType is not { IsGenericType: true } declaring
        || declaring.GetGenericTypeDefinition() != typeof(ConcurrentModel<,,,>);

    public bool Hold(ConcurrentProgram<TCommand> program) => !hasAny || Violation(program) is null;

    /// <summary>The program without the commands whose preconditions may not hold.</summary>
    public ConcurrentProgram<TCommand> Repair(ConcurrentProgram<TCommand> program)
    {
        while (hasAny && Violation(program) is { } violation)
        {
            program = ProgramShrinker.Without(program, violation.Client, violation.Place);
        }

        return program;
    }

    // Phases: the commands before as client 0, then all clients, then those after as client Clients.Count + 1.
    private (int Client, int Place)? Violation(ConcurrentProgram<TCommand> program)
    {
        IReadOnlyList<PlannedCommand<TCommand>>[] parts = [program.Before, .. program.Clients, program.After];
        var states = new Dictionary<TState, int>(model.StateComparer);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var toDo = new Stack<(int[] Places, TState State)>();
        toDo.Push((new int[parts.Length], model.Initial));
        while (toDo.TryPop(out (int[] Places, TState State) at))
        {
            for (int part = 0; part < parts.Length; part++)
            {
                int place = at.Places[part];
                if (place == parts[part].Count || !IsItsTurn(parts, at.Places, part))
                {
                    continue;
                }

                PlannedCommand<TCommand> command = parts[part][place];
                if (!model.Precondition(at.State, command.Command))
                {
                    return (part, place);
                }

                int[] next = [.. at.Places];
                next[part]++;
                IEnumerable<TState> after = model.Outcomes(at.State, command.Command).Select(static outcome => outcome.State);
                foreach (TState state in command.Interruption is null ? after : after.Append(at.State))
                {
                    if (!states.TryGetValue(state, out int number))
                    {
                        number = states.Count;
                        states.Add(state, number);
                    }

                    if (seen.Add($"{string.Join(',', next)}:{number}"))
                    {
                        toDo.Push((next, state));
                    }
                }
            }

            if (seen.Count > MostConfigurations)
            {
                int longest = Enumerable.Range(0, parts.Length).MaxBy(part => parts[part].Count);
                return (longest, parts[longest].Count - 1);
            }
        }

        return null;
    }

    private static bool IsItsTurn(IReadOnlyList<PlannedCommand<TCommand>>[] parts, int[] places, int part) =>
        part == 0 || (places[0] == parts[0].Count && (part < parts.Length - 1 || !Enumerable.Range(1, parts.Length - 2).Any(client => places[client] < parts[client].Count)));
}
