using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SimAsync.Graphs;

/// <summary>Reads statements from JSON, as <see cref="StatementSchema"/> describes them.</summary>
internal static class StatementReader
{
    // Python's own limit on reading a whole number; beyond it the time grows with the square of the digits.
    private const int MostDigits = 4300;

    public static Statement[] ReadBody(JsonElement element, GraphPath path, int depth) =>
        ReadList(element, "a list of statements", path, (item, here) => ReadStatement(item, here, depth));

    private static Statement ReadStatement(JsonElement element, GraphPath path, int depth)
    {
        if (depth > GraphChecker.MaxDepth)
        {
            throw path.Error(GraphChecker.TooDeep);
        }

        JsonText.Need(element, JsonValueKind.Object, "a statement", path);
        StatementSpec spec = ReadOp(element, path);
        List<Statement.Slot> slots = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = JsonText.Name(property, path);
            if (name is "op" or "about")
            {
                continue;
            }

            GraphPath here = path.Field(name);
            FieldSpec field = spec.Find(name) ?? throw UnknownField(spec, name, here);
            if (slots.Exists(slot => slot.Field == field.Field))
            {
                throw here.Error(GraphReader.Twice);
            }

            object? value = ReadField(field, property.Value, here, depth);
            if (field.Fault(value) is { } reason)
            {
                throw here.Error(reason);
            }

            slots.Add(new(field.Field, value));
        }

        // A flag that is off means what one that is absent means.
        slots.RemoveAll(slot => slot.Value is false && spec.Find(slot.Field)!.Kind is FieldKind.Flag);
        Statement statement = new(spec.Op, slots);
        spec.CheckWhole(statement, path);
        return statement;
    }

    private static StatementSpec ReadOp(JsonElement element, GraphPath path)
    {
        JsonElement? op = null;
        GraphPath here = path.Field("op");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (JsonText.Name(property, path) == "op")
            {
                op = op is null ? property.Value : throw here.Error(GraphReader.Twice);
            }
        }

        string name = JsonText.Text(op ?? throw here.Error("a statement needs this field"), here);
        return StatementSchema.Find(name) ?? throw here.Error($"unknown statement {Show(name)}{Nearest.Hint(name, StatementSchema.Names)}");
    }

    private static GraphFormatException UnknownField(StatementSpec spec, string name, GraphPath path)
    {
        string[] fields = [.. spec.Fields.Select(field => field.Name)];
        string hint = Nearest.Hint(name, fields);
        return path.Error($"{spec.Name} has no such field" + (hint.Length > 0 ? hint
            : fields.Length > 0 ? "; it has " + string.Join(", ", fields) : ""));
    }

    private static object? ReadField(FieldSpec field, JsonElement element, GraphPath path, int depth) => field.Kind switch
    {
        FieldKind.Text => JsonText.Text(element, path),
        FieldKind.Flag => JsonText.Flag(element, path),
        FieldKind.Whole => ReadWhole(field, element, path),
        FieldKind.WholeOrNull => element.ValueKind == JsonValueKind.Null ? null : (object)ReadWhole(field, element, path),
        FieldKind.Scalar => ReadScalar(element, path),
        FieldKind.Number => element.ValueKind == JsonValueKind.Number
            ? ReadNumber(element, path)
            : throw path.Error($"a number is needed, found {JsonText.Found(element)}"),
        FieldKind.Operand => new[] { ReadOperand(element, path) },
        FieldKind.Operands => ReadList(element, "a list of handles and calls", path, ReadOperand),
        FieldKind.Body => ReadBody(element, path, depth + 1),
        FieldKind.Clauses => ReadList(element, "a list of except clauses", path, (item, here) => ReadClause(item, here, depth + 1)),
        _ => throw new InvalidOperationException($"[SimAsync bug] No reader for {field.Kind}."),
    };

    private static long ReadWhole(FieldSpec field, JsonElement element, GraphPath path)
    {
        string what = field.Nullable ? "a number or null" : "a number";
        JsonText.Need(element, JsonValueKind.Number, what, path);
        if (IsFloat(element))
        {
            string time = field.Field is StatementField.Ms or StatementField.At or StatementField.Timeout ? " of milliseconds" : "";
            throw path.Error($"a whole number{time} is needed, found {JsonText.Found(element)}");
        }

        return element.TryGetInt64(out long number) ? number : throw path.Error(field.OutOfRange(JsonText.Found(element)));
    }

    private static object? ReadScalar(JsonElement element, GraphPath path) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => JsonText.Text(element, path),
        JsonValueKind.Number => ReadNumber(element, path),
        _ => throw path.Error($"a text, a number, true, false or null is needed, found {JsonText.Found(element)}"),
    };

    private static object ReadNumber(JsonElement element, GraphPath path)
    {
        if (IsFloat(element))
        {
            // Too great a one is infinity, as in Python.
            return double.Parse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        string digits = element.GetRawText();
        return element.TryGetInt64(out long number) ? (object)number
            : digits.Length <= MostDigits ? BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : throw path.Error(string.Create(
                CultureInfo.InvariantCulture, $"a number of {MostDigits} digits at most is needed, found {JsonText.Found(element)}"));
    }

    private static bool IsFloat(JsonElement number) => number.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');

    private static Operand ReadOperand(JsonElement element, GraphPath path)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Operand.Handle(JsonText.Text(element, path));
        }

        JsonText.Need(element, JsonValueKind.Object, "a handle's name or {\"call\": NAME}", path);
        string? call = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = JsonText.Name(property, path);
            GraphPath here = path.Field(name);
            if (name != "call")
            {
                throw here.Error("an operand has no such field; it has call");
            }

            call = call is null ? JsonText.Text(property.Value, here) : throw here.Error(GraphReader.Twice);
        }

        return Operand.Call(call ?? throw path.Field("call").Error("an operand that is an object needs this field"));
    }

    private static ExceptClause ReadClause(JsonElement element, GraphPath path, int depth)
    {
        JsonText.Need(element, JsonValueKind.Object, "an except clause", path);
        string? type = null;
        Statement[]? body = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = JsonText.Name(property, path);
            GraphPath here = path.Field(name);
            switch (name)
            {
                case "type" when type is null:
                    type = JsonText.Text(property.Value, here);
                    break;
                case "body" when body is null:
                    body = ReadBody(property.Value, here, depth);
                    break;
                case "type" or "body":
                    throw here.Error(GraphReader.Twice);
                case not "about":
                    throw here.Error($"an except clause has no such field{Nearest.Hint(name, ["type", "body"])}");
            }
        }

        GraphPath at = path.Field("type");
        string known = type ?? throw at.Error("an except clause needs this field");
        if (StatementSchema.ClauseType.Fault(known) is { } reason)
        {
            throw at.Error(reason);
        }

        return new ExceptClause(known, body ?? throw path.Field("body").Error("an except clause needs this field"));
    }

    private static T[] ReadList<T>(JsonElement element, string what, GraphPath path, Func<JsonElement, GraphPath, T> read)
    {
        JsonText.Need(element, JsonValueKind.Array, what, path);
        T[] items = new T[element.GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            items[count] = read(item, path.Item(count));
            count++;
        }

        return items;
    }

    private static string Show(string name) => GraphPath.Cut(GraphValue.Show(name));
}
