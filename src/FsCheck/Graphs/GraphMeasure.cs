using System.Numerics;
using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>
/// How simple a graph is: the number of its statements, then of its coroutines, then of its fields, operands and except clauses, and at last how far its
/// numbers and names are from the simplest. Each step of a shrinker makes it less; since all four are counts, shrinking ends.
/// </summary>
internal sealed class GraphMeasure : IComparable<GraphMeasure>
{
    // What a value weighs that is no small whole number, so that it never pays to replace a number by a text.
    private const long Odd = 1L << 42;

    public GraphMeasure(TaskGraph graph)
    {
        Coroutines = graph.Coroutines.Count;
        Distance = graph.Eager ? 1UL : 0UL;
        foreach (IReadOnlyList<Statement> body in graph.Coroutines.Values)
        {
            Add(body);
        }
    }

    public int Statements { get; private set; }

    public int Coroutines { get; }

    public int Parts { get; private set; }

    public UInt128 Distance { get; private set; }

    public int CompareTo(GraphMeasure? other) =>
        other is null ? 1 :
        Statements != other.Statements ? Statements.CompareTo(other.Statements)
        : Coroutines != other.Coroutines ? Coroutines.CompareTo(other.Coroutines)
        : Parts != other.Parts ? Parts.CompareTo(other.Parts)
        : Distance.CompareTo(other.Distance);

    /// <summary>How far the text of a choice is from the simplest, which is the first of these.</summary>
    public static int Rank(string? text, IReadOnlyList<string> simplest)
    {
        int at = 0;
        while (at < simplest.Count && simplest[at] != text)
        {
            at++;
        }

        return at;
    }

    private void Add(IReadOnlyList<Statement> body)
    {
        foreach (Statement statement in body)
        {
            Statements++;
            foreach (Statement.Slot slot in statement.Slots)
            {
                Parts++;
                Distance += (UInt128)(slot.Field is StatementField.Type ? Rank((string?)slot.Value, SimplerFields.RaisedTypes) : Weight(slot.Value));
                Parts += slot.Value is Operand[] operands ? operands.Length : 0;
            }

            if (!statement.IsBlock)
            {
                continue;
            }

            Parts += statement.Except.Count;
            foreach (ExceptClause clause in statement.Except)
            {
                Distance += (UInt128)Rank(clause.Type, SimplerFields.CaughtTypes);
            }

            foreach (IReadOnlyList<Statement> inner in statement.Bodies)
            {
                Add(inner);
            }
        }
    }

    private static long Weight(object? value) => value switch
    {
        long n and >= 0 => n,
        long n and > -(Odd / 4) => (-2 * n) + 1,
        double or BigInteger or long => Odd,
        _ => 0,
    };
}
