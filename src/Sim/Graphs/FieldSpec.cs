using System.Globalization;
using System.Numerics;

namespace SimAsync.Graphs;

/// <summary>The fields that statements have between them; the number is the field's place in a statement's storage.</summary>
internal enum StatementField
{
    On, As, Of, Call, In, Name, Type, Message, Text, Ms, At, Timeout, Value, From, Plus, Expected, Into, Var, Times, Eager,
    ReturnExceptions, ReturnWhen, Async, Kind, Max, Parties, Bounded, Lock, Count, Immediate, Body, Except, Finally,
}

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Text, Flag, Whole, WholeOrNull, Scalar, Number, Operand, Operands, Body, Clauses,
}

/// <summary>One field of one op: its name on the wire, what it holds, and within which bounds.</summary>
internal sealed record FieldSpec(StatementField Field, string Name, FieldKind Kind)
{
    /// <summary>Whether the statement means nothing without it.</summary>
    public bool Required { get; init; }

    /// <summary>The least and the greatest whole number.</summary>
    public (long Least, long Most) Range { get; init; } = (long.MinValue, long.MaxValue);

    /// <summary>The texts that may stand here; null for any.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>What the field reads as when it is absent.</summary>
    public object? Default { get; init; }

    /// <summary>Whether null may stand here.</summary>
    public bool Nullable => Kind is FieldKind.WholeOrNull or FieldKind.Scalar;

    /// <summary>This field, required.</summary>
    public FieldSpec Must() => this with { Required = true };

    /// <summary>This field, within bounds.</summary>
    public FieldSpec Within(long least, long most) => this with { Range = (least, most) };

    /// <summary>What is wrong with a value of the right type, or null.</summary>
    public string? Fault(object? value) => (Kind, value) switch
    {
        (FieldKind.Whole or FieldKind.WholeOrNull, long n) when n < Range.Least || n > Range.Most => OutOfRange(Show(n)),
        (FieldKind.Text, string s) when Choices is not null && !Choices.Contains(s) =>
            $"unknown {(Field is StatementField.Type ? "exception" : Name)} {Show(s)}: it is one of {string.Join(", ", Choices)}",
        (FieldKind.Number, not (long or BigInteger or double)) => $"a number is needed, found {Show(value)}",
        _ => null,
    };

    /// <summary>The reason for a whole number out of bounds.</summary>
    public string OutOfRange(string found) => string.Create(
        CultureInfo.InvariantCulture, $"a number from {Range.Least} to {Range.Most} is needed, found {found}");

    private static string Show(object? value) => GraphPath.Cut(GraphValue.Show(value));
}

/// <summary>One op: its name on the wire, and its fields in the order in which they are written.</summary>
internal sealed class StatementSpec(StatementKind op, string name, params FieldSpec[] fields)
{
    public StatementKind Op { get; } = op;

    public string Name { get; } = name;

    public IReadOnlyList<FieldSpec> Fields { get; } = fields;

    /// <summary>Two fields of which at most one may be there.</summary>
    public (StatementField First, StatementField Second)? Either { get; init; }

    /// <summary>Whether one of <see cref="Either"/> must be there.</summary>
    public bool NeedsOne { get; init; }

    public FieldSpec? Find(string field) => Array.Find(fields, f => f.Name == field);

    public FieldSpec? Find(StatementField field) => Array.Find(fields, f => f.Field == field);

    /// <summary>Refuses a statement that lacks a field, or has two that exclude each other.</summary>
    public void CheckWhole(Statement statement, GraphPath path)
    {
        foreach (FieldSpec field in fields)
        {
            if (field.Required && !statement.Has(field.Field))
            {
                throw path.Field(field.Name).Error($"{Name} needs this field");
            }
        }

        if (Either is not var (first, second))
        {
            return;
        }

        string names = $"\"{Find(first)!.Name}\" or \"{Find(second)!.Name}\"";
        if (statement.Has(first) && statement.Has(second))
        {
            throw path.Field(Find(second)!.Name).Error($"{Name} has {names}, not both");
        }

        if (NeedsOne && !statement.Has(first) && !statement.Has(second))
        {
            throw path.Error($"{Name} needs {names}");
        }
    }
}
