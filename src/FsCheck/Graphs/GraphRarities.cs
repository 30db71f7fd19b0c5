using SimAsync.Graphs;
using SimAsync.Scheduler;

namespace SimAsync.FsCheck.Graphs;

/// <summary>Gives some statements of a graph what is allowed but seldom written: a field that is absent, a number at the edge of its range.</summary>
internal sealed class GraphRarities(Xoshiro256 seeded, double share)
{
    // Beside the ends of a field's range. Thirty years is where a count of milliseconds no longer fits 32 bits.
    private static readonly long[] Edges = [-1, 0, 1, 2, 1_000_000_000_000];

    private Xoshiro256 random = seeded;

    public TaskGraph Add(TaskGraph graph) =>
        share == 0 ? graph : graph.With(graph.Coroutines.Select(c => KeyValuePair.Create(c.Key, Add(c.Value))));

    private IReadOnlyList<Statement> Add(IReadOnlyList<Statement> body) => [.. body.Select(Add)];

    private Statement Add(Statement statement)
    {
        statement = statement.WithBodies(Add);
        if (random.NextDouble() >= share)
        {
            return statement;
        }

        StatementSpec spec = StatementSchema.Of(statement.Op);
        FieldSpec[] fields = [.. spec.Fields.Where(field => IsOpen(spec, statement, field))];
        if (fields.Length == 0)
        {
            return statement;
        }

        FieldSpec chosen = fields[random.Next(fields.Length)];
        return statement.With(chosen.Field, Value(statement, chosen));
    }

    private static bool IsOpen(StatementSpec spec, Statement statement, FieldSpec field) => field.Kind switch
    {
        FieldKind.Whole => field.Field is not StatementField.Times,
        FieldKind.WholeOrNull => true,
        FieldKind.Flag or FieldKind.Scalar or FieldKind.Number => !statement.Has(field.Field) && !IsExcluded(spec, statement, field.Field),
        FieldKind.Text => field.Field is StatementField.Into or StatementField.Message or StatementField.ReturnWhen or StatementField.Kind or StatementField.Name
            && !statement.Has(field.Field),
        _ => false,
    };

    private static bool IsExcluded(StatementSpec spec, Statement statement, StatementField field) =>
        spec.Either is var (first, second) && (field == first ? statement.Has(second) : field == second && statement.Has(first));

    private object? Value(Statement statement, FieldSpec field) => field.Kind switch
    {
        FieldKind.Flag => true,
        FieldKind.Whole or FieldKind.WholeOrNull when field.Field is StatementField.Parties => 1L + random.Next(3),
        FieldKind.WholeOrNull when random.Next(4) == 0 => null,
        FieldKind.Whole or FieldKind.WholeOrNull => Math.Clamp(Edges[random.Next(Edges.Length)], field.Range.Least, field.Range.Most),
        FieldKind.Scalar => random.Next(3) switch { 0 => null, 1 => 0.5, _ => (object)(long)random.Next(3) },
        FieldKind.Number => random.Next(2) == 0 ? 0.5 : (object)-1L,
        _ => field.Choices is { } choices ? choices[random.Next(choices.Count)]
            : field.Field is StatementField.Into ? $"x{random.Next(3)}"
            : field.Field is StatementField.Name && random.Next(3) == 0 ? ""
            : $"{(statement.Op is StatementKind.Task ? "n" : "m")}{random.Next(9)}",
    };
}
