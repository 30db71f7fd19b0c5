using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.FsCheck.Models;

/// <summary>Generates the programs of a concurrent model.</summary>
internal sealed class ProgramGenerator<TSystem, TState, TCommand, TResult>(ConcurrentModel<TSystem, TState, TCommand, TResult> model, ConcurrentModelOptions options)
    where TState : notnull
{
    // Of so many commands the first whose precondition holds is taken.
    private const int Draws = 5;

    public Gen<ConcurrentProgram<TCommand>> Programs() =>
        Gen.Choose(0, options.MaxBefore).SelectMany(count => Sequence(model.Initial, count, isClients: false)).SelectMany(before =>
            Gen.Choose(2, options.MaxClients).SelectMany(count => Clients(before.State, count)).SelectMany(clients =>
                Gen.Choose(0, options.MaxAfter).SelectMany(count => Sequence(StateAfter(before.State, clients), count, isClients: false)).Select(after =>
                    new ConcurrentProgram<TCommand>(before.Commands, clients, after.Commands))));

    private Gen<ImmutableList<IReadOnlyList<PlannedCommand<TCommand>>>> Clients(TState state, int count) => count == 0
        ? Gen.Constant(ImmutableList<IReadOnlyList<PlannedCommand<TCommand>>>.Empty)
        : Gen.Choose(1, options.MaxCommands).SelectMany(length => Sequence(state, length, isClients: true)).SelectMany(client =>
            Clients(state, count - 1).Select(others => others.Insert(0, client.Commands)));

    // One after another; what does not fit is left out.
    private Gen<(ImmutableList<PlannedCommand<TCommand>> Commands, TState State)> Sequence(TState state, int count, bool isClients)
    {
        if (count == 0)
        {
            return Gen.Constant((ImmutableList<PlannedCommand<TCommand>>.Empty, state));
        }

        return model.Next(state).ArrayOf(Draws).SelectMany(drawn =>
        {
            int chosen = Array.FindIndex(drawn, command => model.Precondition(state, command) && (isClients || model.Outcomes(state, command).Count > 0));
            return chosen < 0 ? Sequence(state, count - 1, isClients)
                : Interruptions(isClients).SelectMany(interruption => Sequence(StateAfter(state, drawn[chosen]), count - 1, isClients).Select(rest =>
                    (rest.Commands.Insert(0, new PlannedCommand<TCommand>(drawn[chosen], interruption)), rest.State)));
        });
    }

    // One command in three, if any.
    private Gen<Interruption?> Interruptions(bool isClients)
    {
        InterruptionKind[] kinds =
        [
            .. options.Cancellations ? [InterruptionKind.Cancellation] : Array.Empty<InterruptionKind>(),
            .. options.Timeouts ? [InterruptionKind.Timeout] : Array.Empty<InterruptionKind>(),
        ];
        return !isClients || kinds.Length == 0
            ? Gen.Constant<Interruption?>(null)
            : Gen.Frequency(
                (2, Gen.Constant<Interruption?>(null)),
                (1, Gen.Elements(kinds).SelectMany(kind => Gen.Elements(options.Instants.ToArray()).Select(Interruption? (after) => new Interruption(kind, after)))));
    }

    private TState StateAfter(TState state, TCommand command) => model.Outcomes(state, command) is [var first, ..] ? first.State : state;

    private TState StateAfter(TState state, IEnumerable<IReadOnlyList<PlannedCommand<TCommand>>> clients) =>
        clients.SelectMany(static client => client).Aggregate(state, (present, planned) => model.Precondition(present, planned.Command) ? StateAfter(present, planned.Command) : present);
}
