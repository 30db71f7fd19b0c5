using System.Text;
using SimAsync.Exploration;
using SimAsync.FsCheck.Properties;

namespace SimAsync.FsCheck;

/// <summary>An input for which a property fails, the smallest that was found; the interleaving in which it does; and how to see both again.</summary>
/// <remarks>The interleaving is shrunk when it is first asked for: until the input is, there is no use in it.</remarks>
public sealed class SimPropertyFailure
{
    private readonly IInputCase one;
    private readonly Lazy<(SimulationFailure Failure, Judge Judge)> run;
    private string? replayCode;

    internal SimPropertyFailure(IInputCase one, Func<(SimulationFailure Failure, Judge Judge)> shrink)
    {
        this.one = one;
        run = new(shrink);
    }

    /// <summary>The input: one value, or the arguments of a method. Made anew each time that it is asked for.</summary>
    public IReadOnlyList<object?> Input => one.Arguments;

    /// <summary>The input as it was generated, before it was shrunk.</summary>
    public IReadOnlyList<object?> Original => one.Original.Arguments;

    /// <summary>How many times the input was shrunk.</summary>
    public int Shrinks => one.Address.Path.Count;

    /// <summary>What the generators drew the original from: FsCheck's <c>Rnd</c> of this seed.</summary>
    public ulong Seed => one.Address.Seed;

    /// <summary>FsCheck's size at which it was generated.</summary>
    public int Size => one.Address.Size;

    /// <summary>The interleaving, and what it failed with.</summary>
    public SimulationFailure Simulation => run.Value.Failure;

    /// <summary>The labels of the parts that do not hold, if the property is a labelled <c>Property</c>.</summary>
    public IReadOnlyList<string> Labels => run.Value.Judge.OutcomeOf(Simulation.Exception)?.Labels ?? [];

    /// <summary>The code that plays this input in this interleaving again: for <see cref="SimPropertyOptions.Replay"/>, and for <c>[SimProperty]</c>.</summary>
    public string ReplayCode => replayCode ??= new PropertyCode(one.Address, one.Mark, Simulation.ReplayCode).ToString();

    /// <summary>What the run failed with before it was shrunk: at hand without any more runs.</summary>
    internal Exception FirstException => one.Failure!.Exception;

    /// <summary>For which input, and how it was found: lines.</summary>
    internal string Finding
    {
        get
        {
            var text = new StringBuilder();
            text.Append(Shrinks == 0 ? "The input:\n" : $"The input, shrunk {Shrinks} time{(Shrinks == 1 ? "" : "s")}:\n").Append(Indented(one.ToString()!));
            if (Shrinks > 0)
            {
                text.Append("It was generated as:\n").Append(Indented(one.Original.ToString()!));

                // It may have passed, if another part of the property did not.
                if (one.Original.Failure?.Exception is { } exception && exception.GetType() != Simulation.Exception.GetType())
                {
                    text.Append($"  and failed with {exception.GetType().Name}: {exception.Message.Split('\n')[0]}\n");
                }
            }

            if (run.Value.Judge.OutcomeOf(Simulation.Exception) is { } outcome)
            {
                text.Append(outcome.Labels.Count == 0 ? "" : $"Labels of what does not hold: {string.Join(", ", outcome.Labels)}\n");
                text.Append(outcome.Arguments.Count == 0 ? "" : "What the property drew itself:\n" + Indented(string.Join('\n', outcome.Arguments.Select(InputText.Of))));
            }

            return text.Append(Simulation.Finding).ToString();
        }
    }

    /// <summary>The failure in a few lines, ending with how to play it again.</summary>
    public override string ToString() =>
        FailureText.Of(
            $"The property does not hold: {Simulation.Exception.GetType().Name}: {FailureText.Head(Simulation.Exception)}",
            Finding,
            Simulation.TraceFor("", Replay)?.Document,
            [$"  Play it again: {Replay}"]);

    private string Replay => $"new {nameof(SimPropertyOptions)} {{ Replay = \"{ReplayCode}\"{(Simulation.HasCosts ? ", the same StepCost" : "")} }}";

    private static string Indented(string text) => string.Concat(text.Split('\n').Select(static line => $"  {line}\n"));
}
