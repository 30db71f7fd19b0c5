namespace SimAsync.FsCheck.Models;

/// <summary>
/// Sees to it that the preconditions of a program hold in whichever order its commands take effect: by going through all states that the model may be in, with each position of the clients. A command that may fail, be
/// cancelled or be given up takes effect at its place, at any time later, or never.
/// </summary>
internal sealed class Preconditions<TSystem, TState, TCommand, TResult>(ConcurrentModel<TSystem, TState, TCommand, TResult> model)
    where TState : notnull
{
    // A program with more is made smaller.
    private const int MostConfigurations = 50_000;
    private const int MostUncertain = 64;

    // A model without preconditions need not be gone through.
    private readonly bool hasAny = IsOverridden(model, nameof(model.Precondition));
    private readonly bool mayFail = IsOverridden(model, nameof(model.MayFail));

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

    private static bool IsOverridden(object model, string method) => model.GetType().GetMethods().Any(one =>
        one.Name == method && !(one.DeclaringType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ConcurrentModel<,,,>)));

    // The parts: the commands before as 0, then the clients, then those after.
    private (int Client, int Place)? Violation(ConcurrentProgram<TCommand> program)
    {
        IReadOnlyList<PlannedCommand<TCommand>>[] parts = [program.Before, .. program.Clients, program.After];
        int longest = Enumerable.Range(0, parts.Length).MaxBy(part => parts[part].Count);
        (int, int) last = (longest, parts[longest].Count - 1);
        Dictionary<(int Part, int Place), int> uncertain = Uncertain(parts);
        if (uncertain.Count > MostUncertain)
        {
            return last;
        }

        TCommand[] late = [.. uncertain.OrderBy(static one => one.Value).Select(one => parts[one.Key.Part][one.Key.Place].Command)];
        var states = new Dictionary<TState, int>(model.StateComparer);
        var seen = new HashSet<(string Places, ulong Late, int State)>();
        var toDo = new Stack<(int[] Places, ulong Late, TState State)>();
        Add(new int[parts.Length], 0, model.Initial);
        while (toDo.TryPop(out (int[] Places, ulong Late, TState State) at))
        {
            if (seen.Count > MostConfigurations)
            {
                return last;
            }

            for (int i = 0; i < late.Length; i++)
            {
                if ((at.Late >> i & 1) != 0 && model.Precondition(at.State, late[i]))
                {
                    AddEach(at.Places, at.Late & ~(1UL << i), at.State, late[i]);
                }
            }

            for (int part = 0; part < parts.Length; part++)
            {
                int place = at.Places[part];
                if (place == parts[part].Count || !IsItsTurn(parts, at.Places, part))
                {
                    continue;
                }

                TCommand command = parts[part][place].Command;
                if (!model.Precondition(at.State, command))
                {
                    return (part, place);
                }

                int[] next = [.. at.Places];
                next[part]++;
                AddEach(next, at.Late, at.State, command);
                if (uncertain.TryGetValue((part, place), out int number))
                {
                    Add(next, at.Late | 1UL << number, at.State);
                }
            }
        }

        return null;

        void AddEach(int[] places, ulong stillLate, TState state, TCommand command)
        {
            foreach ((TState after, _) in model.Outcomes(state, command))
            {
                Add(places, stillLate, after);
            }
        }

        void Add(int[] places, ulong stillLate, TState state)
        {
            if (!states.TryGetValue(state, out int number))
            {
                number = states.Count;
                states.Add(state, number);
            }

            if (seen.Add((string.Join(',', places), stillLate, number)))
            {
                toDo.Push((places, stillLate, state));
            }
        }
    }

    private Dictionary<(int Part, int Place), int> Uncertain(IReadOnlyList<PlannedCommand<TCommand>>[] parts)
    {
        var numbers = new Dictionary<(int Part, int Place), int>();
        for (int part = 0; part < parts.Length; part++)
        {
            for (int place = 0; place < parts[part].Count; place++)
            {
                if (mayFail || parts[part][place].Interruption is not null)
                {
                    numbers.Add((part, place), numbers.Count);
                }
            }
        }

        return numbers;
    }

    private static bool IsItsTurn(IReadOnlyList<PlannedCommand<TCommand>>[] parts, int[] places, int part) =>
        part == 0 || (places[0] == parts[0].Count && (part < parts.Length - 1 || !Enumerable.Range(1, parts.Length - 2).Any(client => places[client] < parts[client].Count)));
}
