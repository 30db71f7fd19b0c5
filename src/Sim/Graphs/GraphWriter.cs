using System.Text;

namespace SimAsync.Graphs;

/// <summary>Writes graphs: one line, ASCII, separators as Python's <c>json.dumps</c>, fields in the schema's order.</summary>
internal static class GraphWriter
{
    public static string Write(TaskGraph graph)
    {
        StringBuilder text = new();
        text.Append("{\"format\": ");
        GraphValue.Append(text, TaskGraph.Format);
        if (graph.Name is not null)
        {
            Member(text, "name", graph.Name);
        }

        if (graph.About is not null)
        {
            Member(text, "about", graph.About);
        }

        if (graph.Eager)
        {
            Member(text, "eager", true);
        }

        text.Append(", \"coroutines\": ");
        string separator = "{";
        foreach ((string name, IReadOnlyList<Statement> body) in graph.Coroutines)
        {
            text.Append(separator);
            GraphValue.Append(text, name);
            text.Append(": ");
            AppendList(text, body, Append);
            separator = ", ";
        }

        return text.Append("}}").ToString();
    }

    public static void Append(StringBuilder text, Statement statement)
    {
        StatementSpec spec = StatementSchema.Of(statement.Op);
        text.Append("{\"op\": ");
        GraphValue.Append(text, spec.Name);
        foreach (FieldSpec field in spec.Fields)
        {
            foreach (Statement.Slot slot in statement.Slots)
            {
                if (slot.Field == field.Field)
                {
                    Member(text, field.Name, field.Kind is FieldKind.Operand && slot.Value is Operand[] and [Operand one] ? one : slot.Value);
                }
            }
        }

        text.Append('}');
    }

    private static void Member(StringBuilder text, string name, object? value)
    {
        text.Append(", ");
        GraphValue.Append(text, name);
        text.Append(": ");
        switch (value)
        {
            case Statement[] body: AppendList(text, body, Append); break;
            case ExceptClause[] clauses: AppendList(text, clauses, Append); break;
            case Operand[] operands: AppendList(text, operands, Append); break;
            case Operand operand: Append(text, operand); break;

            // JSON has no infinity; this is how one is read, here and in Python.
            case double d when double.IsInfinity(d): text.Append(d > 0 ? "1e999" : "-1e999"); break;
            default: GraphValue.Append(text, value); break;
        }
    }

    private static void Append(StringBuilder text, ExceptClause clause)
    {
        text.Append("{\"type\": ");
        GraphValue.Append(text, clause.Type);
        text.Append(", \"body\": ");
        AppendList(text, clause.Body, Append);
        text.Append('}');
    }

    private static void Append(StringBuilder text, Operand operand)
    {
        if (operand.IsCall)
        {
            text.Append("{\"call\": ");
            GraphValue.Append(text, operand.Name);
            text.Append('}');
        }
        else
        {
            GraphValue.Append(text, operand.Name);
        }
    }

    private static void AppendList<T>(StringBuilder text, IReadOnlyList<T> items, Action<StringBuilder, T> append)
    {
        text.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            append(text, items[i]);
        }

        text.Append(']');
    }
}
