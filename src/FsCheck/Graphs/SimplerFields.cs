using SimAsync.Graphs;

namespace SimAsync.FsCheck.Graphs;

/// <summary>The simpler forms of one statement on its own: another op that does less, fewer operands, fields left out, smaller numbers, plainer exceptions.</summary>
internal static class SimplerFields
{
    /// <summary>What is raised, the simplest first.</summary>
    public static readonly IReadOnlyList<string> RaisedTypes = ["ValueError", "KeyError", "RuntimeError", "TimeoutError", "CancelledError"];

    /// <summary>What is caught, the simplest first; the others are as simple as each other.</summary>
    public static readonly IReadOnlyList<string> CaughtTypes = ["Exception", "BaseException"];

    /// <summary>The simpler forms, those that take most away first.</summary>
    public static IEnumerable<Statement> Of(Statement statement)
    {
        StatementSpec spec = StatementSchema.Of(statement.Op);
        return [.. Ops(statement), .. Operands(statement), .. Clauses(statement), .. spec.Fields.SelectMany(field => Forms(spec, statement, field))];
    }

    // A combinator of one thing is an await with more to it.
    private static IEnumerable<Statement> Ops(Statement statement)
    {
        if (statement.Op is StatementKind.WaitFor or StatementKind.Shield or StatementKind.Gather && statement.As is null && statement.Of is [var only])
        {
            Statement await = only.IsCall ? new() { Op = StatementKind.Await, Call = only.Name } : new() { Op = StatementKind.Await, On = only.Name };
            yield return statement.Into is { } local ? await with { Into = local } : await;
        }
    }

    private static IEnumerable<Statement> Operands(Statement statement) =>
        StatementSchema.Of(statement.Op).Find(StatementField.Of) is not { Kind: FieldKind.Operands } ? [] : Chunks.Of(statement.Of.Count).Select(chunk => statement with { Of = Chunks.Without(statement.Of, chunk) });

    private static IEnumerable<Statement> Clauses(Statement statement)
    {
        foreach (Range chunk in Chunks.Of(statement.Except.Count))
        {
            yield return statement with { Except = Chunks.Without(statement.Except, chunk) };
        }

        foreach ((int index, ExceptClause clause) in statement.Except.Index())
        {
            foreach (string simpler in CaughtTypes.Take(GraphMeasure.Rank(clause.Type, CaughtTypes)))
            {
                yield return statement with { Except = [.. statement.Except.Take(index), new ExceptClause(simpler, clause.Body), .. statement.Except.Skip(index + 1)] };
            }
        }
    }

    private static IEnumerable<Statement> Forms(StatementSpec spec, Statement statement, FieldSpec field)
    {
        if (!statement.Has(field.Field))
        {
            return [];
        }

        bool needed = field.Required || (spec.NeedsOne && spec.Either is var (first, second) && (field.Field == first || field.Field == second));
        IEnumerable<Statement> without = needed ? [] : [statement.Without(field.Field)];
        return without.Concat(Values(statement, field).Select(value => statement.With(field.Field, value)));
    }

    private static IEnumerable<object?> Values(Statement statement, FieldSpec field)
    {
        object? value = statement.Slots.First(slot => slot.Field == field.Field).Value;
        return (field.Field, value) switch
        {
            (StatementField.Type, string type) => RaisedTypes.Take(GraphMeasure.Rank(type, RaisedTypes)),
            (_, long number) => new[] { 0L, 1L, number / 10 * 10, number / 2, number - 1 }
                .Where(simpler => simpler != number && simpler >= field.Range.Least && simpler <= field.Range.Most)
                .Distinct().Cast<object?>(),
            (_, double or System.Numerics.BigInteger) => [0L, 1L],
            _ => [],
        };
    }
}
