using System.Numerics;

namespace SimAsync.Graphs;

/// <summary>Values as Python has them, at run time: JSON scalars, lists, and exceptions among a gather's results.</summary>
internal static class GraphValues
{
    // The result that a graph gives to a gather's future, whose type is a list: [Given, value] stands for the value.
    private static readonly object Given = new();

    public static string Show(object? value) => value switch
    {
        Exception e => GraphErrors.Describe(e),
        object?[] list => $"[{string.Join(", ", list.Select(Show))}]",
        _ => GraphValue.Show(value),
    };

    public static object?[] Wrap(object? value) => [Given, value];

    public static object? Clean(object? value) => value switch
    {
        object?[] { Length: 2 } pair when ReferenceEquals(pair[0], Given) => pair[1],
        object?[] list => Array.ConvertAll(list, Clean),
        _ => value,
    };

    /// <summary>Python's <c>+</c>, of a number to what a local holds.</summary>
    public static object Add(object? left, object? right) => (Number(left), Number(right)) switch
    {
        (double a, { } b) => a + ToDouble(b),
        ({ } a, double b) => ToDouble(a) + b,
        (BigInteger a, BigInteger b) => Fit(a + b),
        _ => left is string first && right is string second ? first + second : throw new GraphFault("TypeError"),
    };

    /// <summary>Python's <c>==</c>.</summary>
    public static bool AreEqual(object? left, object? right) => (Number(left), Number(right)) switch
    {
        (BigInteger a, BigInteger b) => a == b,
        ({ } a, { } b) => ToDouble(a) == ToDouble(b),
        _ => left is object?[] a && right is object?[] b
            ? a.Length == b.Length && a.Zip(b).All(static pair => AreEqual(pair.First, pair.Second))
            : Equals(left, right),
    };

    /// <summary>Python's <c>&lt;</c> as a comparison, of what a priority queue holds.</summary>
    public static int Compare(object? left, object? right) => (Number(left), Number(right)) switch
    {
        (BigInteger a, BigInteger b) => a.CompareTo(b),
        ({ } a, { } b) => ToDouble(a) < ToDouble(b) ? -1 : 1,
        _ => (left, right) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            (object?[] a, object?[] b) => CompareLists(a, b),
            _ => throw new GraphFault("TypeError"),
        },
    };

    private static int CompareLists(object?[] left, object?[] right)
    {
        foreach ((object? a, object? b) in left.Zip(right))
        {
            if (!AreEqual(a, b))
            {
                return Compare(a, b);
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static object? Number(object? value) => value switch
    {
        bool flag => flag ? BigInteger.One : BigInteger.Zero,
        long whole => (BigInteger)whole,
        int whole => (BigInteger)whole,
        BigInteger or double => value,
        _ => null,
    };

    private static double ToDouble(object number) => number is BigInteger whole ? (double)whole : (double)number;

    private static object Fit(BigInteger whole) => whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : whole;
}
