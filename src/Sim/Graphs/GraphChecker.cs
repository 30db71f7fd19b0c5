using System.Globalization;

namespace SimAsync.Graphs;

/// <summary>Refuses what is made in code and could not have been read: the same table, the same reasons.</summary>
internal static class GraphChecker
{
    /// <summary>How deep statements may nest.</summary>
    public const int MaxDepth = 200;

    /// <summary>The reason for nesting deeper.</summary>
    public static readonly string TooDeep = string.Create(CultureInfo.InvariantCulture, $"statements nest deeper than {MaxDepth}");

    /// <summary>The text, unless it has half a surrogate pair, which JSON cannot carry.</summary>
    public static string? Text(string? text, string field)
    {
        CheckText(text, GraphPath.Root.Field(field));
        return text;
    }

    public static void Check(IReadOnlyDictionary<string, IReadOnlyList<Statement>> coroutines)
    {
        GraphPath path = GraphPath.Root.Field("coroutines");
        CheckMain(coroutines.ContainsKey("main"), path);
        foreach ((string name, IReadOnlyList<Statement> body) in coroutines)
        {
            CheckText(name, path);
            Check(body, path.Field(name), 1);
        }
    }

    /// <summary>A graph begins at main.</summary>
    public static void CheckMain(bool there, GraphPath coroutines)
    {
        if (!there)
        {
            throw coroutines.Field("main").Error("a graph needs this coroutine: it begins there");
        }
    }

    private static void Check(IReadOnlyList<Statement> body, GraphPath path, int depth)
    {
        for (int i = 0; i < body.Count; i++)
        {
            GraphPath here = path.Item(i);
            if (depth > MaxDepth)
            {
                throw here.Error(TooDeep);
            }

            Check(body[i] ?? throw here.Error("a statement is needed, found null"), here, depth);
        }
    }

    private static void Check(Statement statement, GraphPath path, int depth)
    {
        if (!Enum.IsDefined(statement.Op))
        {
            throw path.Field("op").Error($"unknown statement {statement.Op}");
        }

        StatementSpec spec = StatementSchema.Of(statement.Op);
        foreach (Statement.Slot slot in statement.Slots)
        {
            if (spec.Find(slot.Field) is not { } field)
            {
                throw path.Error($"{spec.Name} has no field {slot.Field}");
            }

            GraphPath here = path.Field(field.Name);
            if (Fault(field, slot.Value) is { } reason)
            {
                throw here.Error(reason);
            }

            switch (slot.Value)
            {
                case string text: CheckText(text, here); break;
                case Statement[] body: Check(body, here, depth + 1); break;
                case ExceptClause[] clauses: Check(clauses, here, depth + 1); break;
                case Operand[] operands: Check(operands, here); break;
            }
        }

        spec.CheckWhole(statement, path);
    }

    // The types of C# leave these open; JSON's reader sees to them by itself.
    private static string? Fault(FieldSpec field, object? value) => (field.Kind, value) switch
    {
        (FieldKind.Whole, not long) or (FieldKind.WholeOrNull, not (long or null)) =>
            $"a whole number is needed, found {GraphPath.Cut(GraphValue.Show(value))}",
        (FieldKind.Operand, Operand[] { Length: not 1 }) =>
            "one handle or call is needed",
        _ => field.Fault(value),
    };

    private static void Check(ExceptClause[] clauses, GraphPath path, int depth)
    {
        for (int i = 0; i < clauses.Length; i++)
        {
            GraphPath here = path.Item(i);
            ExceptClause clause = clauses[i] ?? throw here.Error("an except clause is needed, found null");
            if (StatementSchema.ClauseType.Fault(clause.Type) is { } reason)
            {
                throw here.Field("type").Error(reason);
            }

            Check(clause.Body, here.Field("body"), depth);
        }
    }

    private static void Check(Operand[] operands, GraphPath path)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            CheckText((operands[i] ?? throw path.Item(i).Error("a handle or call is needed, found null")).Name, path.Item(i));
        }
    }

    private static void CheckText(string? text, GraphPath path)
    {
        for (int i = 0; i < text?.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                throw path.Error("a text has half a surrogate pair, which is no character");
            }
        }
    }
}
