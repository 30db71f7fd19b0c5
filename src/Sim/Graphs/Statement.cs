using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SimAsync.Graphs;

/// <summary>
/// One statement of a task graph: its <see cref="Op"/>, and those of the fields below that this op has. A
/// <see cref="TaskGraph"/> refuses a statement with a field that its op does not have.
/// </summary>
/// <remarks>
/// Immutable; two are equal when they are written alike. A field that was never set is absent, and reads as its default; setting
/// null makes it absent too, except where the format knows null (<see cref="Value"/>, <see cref="Expected"/>, <see cref="Ms"/>,
/// <see cref="At"/>, <see cref="Timeout"/>): there null is a value, and present.
/// </remarks>
public sealed partial record Statement
{
    // In the order of StatementField, each at most once. Copies of a record share it, so it is never written to.
    private readonly Slot[] slots = [];

    /// <summary>A statement whose fields are set by an initialiser.</summary>
    public Statement()
    {
    }

    [SetsRequiredMembers]
    internal Statement(StatementKind op, IEnumerable<Slot> slots)
    {
        Op = op;
        this.slots = [.. slots.OrderBy(slot => slot.Field)];
    }

    internal readonly record struct Slot(StatementField Field, object? Value);

    /// <summary>What it does.</summary>
    public required StatementKind Op { get; init; }

    /// <summary>What a trace calls it: the op and what it works on, as <c>await t</c>, <c>gather a,b()</c>, <c>sleep 5</c>.</summary>
    public string Title
    {
        get
        {
            string op = StatementSchema.Of(Op).Name;
            string? what =
                Has(StatementField.On) ? On
                : Has(StatementField.As) ? As
                : Has(StatementField.Of) ? string.Join(',', Of.Select(o => o.Label))
                : Has(StatementField.Call) ? Call + "()"
                : Has(StatementField.Ms) ? GraphValue.Show(Ms)
                : null;
            return what is null ? op : $"{op} {what}";
        }
    }

    internal IReadOnlyList<Slot> Slots => slots;

    /// <summary>Whether both are written alike.</summary>
    public bool Equals(Statement? other) =>
        other is not null && Op == other.Op && slots.Length == other.slots.Length
        && slots.Zip(other.slots).All(pair => pair.First.Field == pair.Second.Field && Same(pair.First.Value, pair.Second.Value));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Op);
        foreach (Slot slot in slots)
        {
            hash.Add(slot.Field);
            hash.Add(slot.Value is System.Collections.ICollection list ? list.Count : slot.Value);
        }

        return hash.ToHashCode();
    }

    /// <summary>The statement as JSON, on one line.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        GraphWriter.Append(text, this);
        return text.ToString();
    }

    internal bool Has(StatementField field) => IndexOf(field) >= 0;

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (Statement[] a, Statement[] b) => a.SequenceEqual(b),
        (ExceptClause[] a, ExceptClause[] b) => a.SequenceEqual(b),
        (Operand[] a, Operand[] b) => a.SequenceEqual(b),
        _ => GraphValue.Same(left, right),
    };

    private int IndexOf(StatementField field) => Array.FindIndex(slots, slot => slot.Field == field);

    private object? Read(StatementField field) =>
        IndexOf(field) is >= 0 and int at ? slots[at].Value : StatementSchema.Of(Op).Find(field)?.Default;

    private T[] ReadList<T>(StatementField field) => (T[]?)Read(field) ?? [];

    private Slot[] With(StatementField field, object? value) =>
        [.. slots.Where(s => s.Field < field), new(field, value), .. slots.Where(s => s.Field > field)];

    private Slot[] WithUnlessNull(StatementField field, object? value) =>
        value is null ? [.. slots.Where(s => s.Field != field)] : With(field, value);

    private Slot[] WithFlag(StatementField field, bool value) => WithUnlessNull(field, value ? true : null);
}
