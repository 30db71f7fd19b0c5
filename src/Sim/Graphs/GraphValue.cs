using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace SimAsync.Graphs;

/// <summary>
/// The values of task graphs: null, <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/> where a
/// <see cref="long"/> is too short, <see cref="double"/> and <see cref="string"/>; what combinators return is a list of them.
/// </summary>
public static class GraphValue
{
    /// <summary>
    /// The value as traces print it, which is as Python's <c>json.dumps</c> does: ASCII only, doubles as Python's <c>repr</c>,
    /// lists as <c>[a, b]</c>.
    /// </summary>
    /// <param name="value">A value of a graph, or a list of values, at any depth.</param>
    /// <exception cref="ArgumentException">Something else.</exception>
    public static string Show(object? value)
    {
        StringBuilder text = new();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The one form of a value: any whole number as a long if it fits, a float as a double.</summary>
    internal static object? Normal(object? value) => value switch
    {
        null or bool or long or string => value,
        double d when !double.IsNaN(d) => d,
        float f when !float.IsNaN(f) => (double)f,
        BigInteger big => big >= long.MinValue && big <= long.MaxValue ? (object)(long)big : big,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong u => u <= long.MaxValue ? (object)(long)u : (BigInteger)u,
        _ => throw new ArgumentException(
            $"A graph's value is null, a bool, a whole number, a double that is a number, or a string; this is {value} ({value.GetType().Name}).",
            nameof(value)),
    };

    /// <summary>Whether two values are written alike: 1 is not 1.0, and -0.0 is not 0.0.</summary>
    internal static bool Same(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        _ => Equals(left, right),
    };

    internal static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool b: text.Append(b ? "true" : "false"); break;
            case string s: AppendText(text, s); break;
            case double d: text.Append(Repr(d)); break;
            case float f: text.Append(Repr(f)); break;
            case IFormattable n and (sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger):
                text.Append(n.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable list: AppendList(text, list); break;
            default: throw new ArgumentException($"{value.GetType().Name} is no value of a graph.", nameof(value));
        }
    }

    private static void AppendList(StringBuilder text, IEnumerable list)
    {
        string separator = "[";
        foreach (object? item in list)
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
        }

        text.Append(separator == "[" ? "[]" : "]");
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                '\f' => text.Append(@"\f"),
                '\b' => text.Append(@"\b"),
                >= ' ' and <= '~' => text.Append(c),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        text.Append('"');
    }

    // Python's repr and .NET's "R" both give the shortest digits that read back as the same double; they differ in where the
    // point goes. Python counts in exponents from 1e16 on and below 1e-4, and gives an exponent two digits at least.
    private static string Repr(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        string sign = double.IsNegative(value) ? "-" : "";
        string round = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(round, CultureInfo.InvariantCulture) != Math.Abs(value))
        {
            // Below a power of two the doubles lie twice as close as above it, and "R" may give a digit too few: 2^-25 is one such.
            round = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        }

        int mark = round.IndexOf('E', StringComparison.Ordinal);
        string number = mark < 0 ? round : round[..mark];
        int point = number.IndexOf('.', StringComparison.Ordinal);
        string all = number.Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        // The power of ten of the first digit that counts.
        int exponent = (point < 0 ? number.Length : point) - 1 - (all.Length - digits.Length)
            + (mark < 0 ? 0 : int.Parse(round[(mark + 1)..], CultureInfo.InvariantCulture));
        digits = digits.TrimEnd('0');
        if (exponent is < -4 or >= 16)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        string whole = digits.PadRight(exponent + 1, '0');
        return sign + whole[..(exponent + 1)] + "." + (whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0");
    }
}
