namespace SimAsync.FsCheck.Models;

/// <summary>
/// Looks for a linearization by just-in-time linearization (Lowe, "Testing for linearizability", Concurrency and Computation: Practice and Experience 29(4), 2017, section 5): the history is gone
/// through by its returns, and an operation is placed when it returns at the latest, after as many of those that are open as it takes. A configuration is the next return, which open
/// operations are placed, and the model's state; one that was seen before is not searched again (Wing and Gong, "Testing and verifying concurrent objects", JPDC 17, 1993, with Lowe's memory of
/// configurations). Depth first, by a stack of its own.
/// </summary>
/// <remarks>
/// Unlike there, an operation whose effect is not known stays open for ever, and one that was blocked is never placed: in the last state the model must have no answer for it. The furthest return that was
/// looked at is the first that there is no way past: a configuration stands for a linearization of all that returned before it.
/// </remarks>
internal sealed class LinearizationSearch<TState, TCommand, TResult>
    where TState : notnull
{
    private const int MostMisfits = 16;

    private readonly SequentialModel<TState, TCommand, TResult> model;
    private readonly Operation<TCommand, TResult>[] returned;
    private readonly Operation<TCommand, TResult>[] uncertain;
    private readonly Operation<TCommand, TResult>[] blocked;

    // Of each return: the last one after it whose operation was open then; and how many of the uncertain ones had been called by then.
    private readonly int[] lastOpen;
    private readonly int[] uncertainOpen;

    // Of each operation that returned, and then of each uncertain one: its number among those that are open with it.
    private readonly int[] slots;
    private readonly long bound;

    private readonly Dictionary<TState, int> stateNumbers;
    private readonly HashSet<(int Return, SlotSet Placed, int State)> seen = [];
    private Frame[] frames = new Frame[64];
    private int depth;

    // Of each uncertain operation: the last one before it with the same command, which would do the same; -1 if there is none.
    private readonly int[] twins;

    // Some of the configurations at the furthest return.
    private readonly List<(TState State, Chain? Last)> stuck = [];

    public LinearizationSearch(SequentialModel<TState, TCommand, TResult> model, IEnumerable<Operation<TCommand, TResult>> history, long bound)
    {
        this.model = model;
        this.bound = bound;
        Operation<TCommand, TResult>[] all = [.. history];
        returned = [.. all.Where(static operation => operation.End == OperationEnd.Returned).OrderBy(static operation => operation.Ended)];
        uncertain = [.. all.Where(static operation => operation.End is not (OperationEnd.Returned or OperationEnd.Blocked)).OrderBy(static operation => operation.Invoked)];
        blocked = [.. all.Where(static operation => operation.End == OperationEnd.Blocked)];
        stateNumbers = new Dictionary<TState, int>(model.StateComparer);
        slots = AssignSlots();
        (lastOpen, uncertainOpen) = FindOpen();
        twins = FindTwins();
    }

    /// <summary>How many configurations were looked at.</summary>
    public long Configurations { get; private set; }

    /// <summary>The furthest return that was looked at, among those that returned, by time; their number if none is left.</summary>
    public int Furthest { get; private set; }

    public SequentialModel<TState, TCommand, TResult> Model => model;

    public IReadOnlyList<Operation<TCommand, TResult>> Returned => returned;

    /// <summary>The linearization that was found, with the moment at which each operation was placed at the latest.</summary>
    public List<(long Moment, Placement<TState, TCommand, TResult> Placement)> Witness { get; private set; } = [];

    /// <summary>If there is none: the states in which the operation that returned at <see cref="Furthest"/>, or one that was blocked, has no place; at most so many.</summary>
    public IReadOnlyList<Misfit<TState, TCommand, TResult>> Misfits => [.. stuck.Select(one => MisfitOf(one.State, one.Last))];

    public LinearizabilityVerdict Search()
    {
        if (Enter(0, default, model.Initial, null))
        {
            return LinearizabilityVerdict.Linearizable;
        }

        while (depth > 0)
        {
            if (Configurations >= bound)
            {
                return LinearizabilityVerdict.Undecided;
            }

            if (!TryNext(ref frames[depth - 1], out int number, out (TState State, TResult Result) outcome))
            {
                frames[--depth] = default;
                continue;
            }

            ref Frame frame = ref frames[depth - 1];
            var last = new Chain(frame.Last, new Placement<TState, TCommand, TResult>(At(number), outcome.State, outcome.Result), frame.Return);
            if (Enter(frame.Return, frame.Placed.With(slots[number]), outcome.State, last))
            {
                TellWitness(last);
                return LinearizabilityVerdict.Linearizable;
            }
        }

        return LinearizabilityVerdict.NotLinearizable;
    }

    // Puts a configuration on the stack, unless it was seen before. Whether it is a linearization of all.
    private bool Enter(int next, SlotSet placed, TState state, Chain? last)
    {
        Configurations++;
        while (next < returned.Length && placed.Has(slots[next]))
        {
            placed = placed.Without(slots[next]);
            next++;
        }

        // Where nothing else is open there is one way on, and nothing to remember.
        bool hasChoice = next < returned.Length ? lastOpen[next] > next || uncertainOpen[next] > 0 : uncertain.Length > 0;
        if (hasChoice && !seen.Add((next, placed, NumberOf(state))))
        {
            return false;
        }

        if (next == returned.Length && !blocked.Any(waiting => model.Possible(state, waiting.Command).Count > 0))
        {
            return true;
        }

        if (next > Furthest)
        {
            Furthest = next;
            stuck.Clear();
        }

        if (next == Furthest && stuck.Count < MostMisfits && !stuck.Exists(known => model.StateComparer.Equals(known.State, state)))
        {
            stuck.Add((state, last));
        }

        if (depth == frames.Length)
        {
            Array.Resize(ref frames, depth * 2);
        }

        frames[depth++] = new Frame { Return = next, Placed = placed, State = state, Last = last, Candidate = next };
        return false;
    }

    private int NumberOf(TState state)
    {
        if (!stateNumbers.TryGetValue(state, out int number))
        {
            number = stateNumbers.Count;
            stateNumbers.Add(state, number);
        }

        return number;
    }

    // First the operation that returns next, then those that return later, by their returns, then the uncertain ones, by their calls.
    private bool TryNext(ref Frame frame, out int number, out (TState State, TResult Result) outcome)
    {
        for (; ; )
        {
            while (frame.Outcomes is { } outcomes && frame.Outcome < outcomes.Count)
            {
                outcome = outcomes[frame.Outcome++];
                number = frame.Number;

                // An uncertain one that would change nothing can as well be left out.
                if (number < returned.Length ? model.SameResult(outcome.Result, returned[number].Result!) : !model.StateComparer.Equals(outcome.State, frame.State))
                {
                    return true;
                }
            }

            frame.Outcomes = null;
            number = NextCandidate(ref frame);
            if (number < 0)
            {
                outcome = default;
                return false;
            }

            (frame.Number, frame.Outcome) = (number, 0);
            frame.Outcomes = model.Possible(frame.State, At(number).Command);
        }
    }

    private int NextCandidate(ref Frame frame)
    {
        int next = frame.Return;
        if (next < returned.Length)
        {
            long moment = returned[next].Ended!.Value;
            while (frame.Candidate <= lastOpen[next])
            {
                int candidate = frame.Candidate++;
                if (returned[candidate].Invoked <= moment && !frame.Placed.Has(slots[candidate]))
                {
                    return candidate;
                }
            }
        }

        int open = next < returned.Length ? uncertainOpen[next] : uncertain.Length;
        while (frame.Uncertain < open)
        {
            int candidate = frame.Uncertain++;
            bool isAnothersTurn = twins[candidate] >= 0 && !frame.Placed.Has(slots[returned.Length + twins[candidate]]);
            if (!isAnothersTurn && !frame.Placed.Has(slots[returned.Length + candidate]))
            {
                return returned.Length + candidate;
            }
        }

        return -1;
    }

    private Operation<TCommand, TResult> At(int number) => number < returned.Length ? returned[number] : uncertain[number - returned.Length];

    private Misfit<TState, TCommand, TResult> MisfitOf(TState state, Chain? last)
    {
        Operation<TCommand, TResult> operation = Furthest < returned.Length ? returned[Furthest] : blocked.First(waiting => model.Possible(state, waiting.Command).Count > 0);
        Operation<TCommand, TResult>[] order = [.. InOrder(last).Select(static placed => placed.Placement.Operation)];
        return new Misfit<TState, TCommand, TResult>(state, order, operation, [.. model.Possible(state, operation.Command).Select(static outcome => outcome.Result)]);
    }

    private void TellWitness(Chain last) =>
        Witness = [.. InOrder(last).Select(placed => (placed.Return < returned.Length ? returned[placed.Return].Ended!.Value : long.MaxValue, placed.Placement))];

    private static List<Chain> InOrder(Chain? last)
    {
        var order = new List<Chain>();
        for (Chain? placed = last; placed is not null; placed = placed.Before)
        {
            order.Add(placed);
        }

        order.Reverse();
        return order;
    }

    private int[] AssignSlots()
    {
        var numbers = new int[returned.Length + uncertain.Length];
        int[] byCall = [.. Enumerable.Range(0, numbers.Length).OrderBy(number => At(number).Invoked)];
        var free = new PriorityQueue<int, int>();
        int made = 0;
        int gone = 0;
        foreach (int number in byCall)
        {
            while (gone < returned.Length && returned[gone].Ended < At(number).Invoked)
            {
                free.Enqueue(numbers[gone], numbers[gone]);
                gone++;
            }

            numbers[number] = free.TryDequeue(out int slot, out _) ? slot : made++;
        }

        return numbers;
    }

    private int[] FindTwins()
    {
        var found = new int[uncertain.Length];
        var last = new Dictionary<ValueTuple<TCommand>, int>();
        for (int i = 0; i < uncertain.Length; i++)
        {
            var command = new ValueTuple<TCommand>(uncertain[i].Command);
            found[i] = last.GetValueOrDefault(command, -1);
            last[command] = i;
        }

        return found;
    }

    private (int[] LastOpen, int[] UncertainOpen) FindOpen()
    {
        var last = new int[returned.Length];
        var open = new int[returned.Length];

        // An operation was open at each return from the first that does not come before its call; so the last such operation is known when those before it are.
        int called = 0;
        for (int i = 0; i < returned.Length; i++)
        {
            while (called < uncertain.Length && uncertain[called].Invoked <= returned[i].Ended)
            {
                called++;
            }

            open[i] = called;
        }

        int[] byCall = [.. Enumerable.Range(0, returned.Length).OrderBy(i => returned[i].Invoked)];
        int latest = 0;
        for (int i = 0, next = 0; i < returned.Length; i++)
        {
            while (next < byCall.Length && returned[byCall[next]].Invoked <= returned[i].Ended)
            {
                latest = Math.Max(latest, byCall[next++]);
            }

            last[i] = latest;
        }

        return (last, open);
    }

    // What was placed last, before which return, and what before that.
    private sealed record Chain(Chain? Before, Placement<TState, TCommand, TResult> Placement, int Return);

    private struct Frame
    {
        public int Return;
        public SlotSet Placed;
        public TState State;
        public Chain? Last;

        // How far the candidates have been tried, and the outcomes of the last of them.
        public int Candidate;
        public int Uncertain;
        public int Number;
        public int Outcome;
        public IReadOnlyList<(TState State, TResult Result)>? Outcomes;
    }
}
