namespace SimAsync.FsCheck.Models;

/// <summary>A program of a concurrent model that failed, shrunk, in one interleaving, shrunk too, and how to play it again.</summary>
public sealed class ConcurrentModelFailure
{
    internal ConcurrentModelFailure(SimulationFailure simulation, string program, string history, string replayCode) =>
        (Simulation, Program, History, ReplayCode) = (simulation, program, history, replayCode);

    /// <summary>What the run failed with: a <see cref="NotLinearizableException"/>, what the system threw, or a <see cref="SimulationException"/>.</summary>
    public Exception Exception => Simulation.Exception;

    /// <summary>The failing interleaving of the shrunk program.</summary>
    public SimulationFailure Simulation { get; }

    /// <summary>The shrunk program: a line for what comes before, for each client, and for what comes after.</summary>
    public string Program { get; }

    /// <summary>The table of the operations that overlap, in the failing run.</summary>
    public string History { get; }

    /// <summary>The code that plays it again: see <see cref="ConcurrentModel{TSystem, TState, TCommand, TResult}.Replay"/>.</summary>
    public string ReplayCode { get; }

    /// <summary>Which program it was, from 1.</summary>
    public int Test { get; internal init; }

    /// <summary>How many commands it has.</summary>
    public int Commands { get; internal init; }

    /// <summary>How many it had when it was found.</summary>
    public int CommandsFound { get; internal init; }

    /// <summary>How many programs were tried to shrink it.</summary>
    public int ShrinkPrograms { get; internal init; }

    /// <summary>What there is to say of it, in some lines, of which the last says how to play it again.</summary>
    public override string ToString() =>
        $"Program {Test} failed: {(Exception is NotLinearizableException judged ? judged.Explanation : $"{Exception.GetType().Name}: {Exception.Message}")}\n\n"
        + $"{History}\n\n"
        + string.Concat(Program.Split('\n').Select(static line => $"  {line}\n"))
        + $"\n  {Text.Count(Commands, "command")}{(CommandsFound > Commands ? $" (shrunk from {CommandsFound}, by trying {Text.Count(ShrinkPrograms, "program")})" : "")}, "
        + $"{Text.Count(Simulation.Steps, "step")}, {Simulation.Deviations} out of order.\n"
        + (Simulation.IsReproducible ? "" : "  Playing it again gave something else: the code under test does what differs from run to run (a hash order, a real clock, a static field, another thread).\n")
        + $"  Play it again: Replay(\"{ReplayCode}\")";
}
