using System.Collections;
using System.Runtime.CompilerServices;

namespace SimAsync.FsCheck.Models;

/// <summary>
/// Compares collections by what is in them, and all else as it compares itself. A model's state is mostly an immutable collection, whose own equality is that of references.
/// </summary>
internal sealed class Structural<T> : IEqualityComparer<T>
{
    private static readonly bool IsPlain = (typeof(T).IsValueType || typeof(T).IsSealed) && !typeof(IEnumerable).IsAssignableFrom(typeof(T)) && !typeof(ITuple).IsAssignableFrom(typeof(T));

    private Structural()
    {
    }

    public static Structural<T> Comparer { get; } = new();

    public bool Equals(T? x, T? y) => IsPlain ? EqualityComparer<T>.Default.Equals(x, y) : AreEqual(x, y);

    public int GetHashCode(T obj) => obj is null ? 0 : IsPlain ? EqualityComparer<T>.Default.GetHashCode(obj) : HashOf(obj);

    private static bool AreEqual(object? x, object? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null || x is string)
        {
            return Equals(x, y);
        }

        if (x.Equals(y))
        {
            return true;
        }

        return (x, y) switch
        {
            (ITuple one, ITuple other) => one.Length == other.Length && Enumerable.Range(0, one.Length).All(i => AreEqual(one[i], other[i])),
            (IDictionary one, IDictionary other) => one.Count == other.Count && one.Keys.Cast<object>().All(key => other.Contains(key) && AreEqual(one[key], other[key])),
            (IEnumerable one, IEnumerable other) when IsUnordered(x) || IsUnordered(y) => IsUnordered(x) && IsUnordered(y) && HaveTheSame(one, other),
            (IEnumerable one, IEnumerable other) => AreInOrder(one, other),
            _ => false,
        };
    }

    private static bool AreInOrder(IEnumerable one, IEnumerable other)
    {
        IEnumerator first = one.GetEnumerator();
        IEnumerator second = other.GetEnumerator();
        for (; ; )
        {
            bool more = first.MoveNext();
            if (more != second.MoveNext())
            {
                return false;
            }

            if (!more)
            {
                return true;
            }

            if (!AreEqual(first.Current, second.Current))
            {
                return false;
            }
        }
    }

    private static bool HaveTheSame(IEnumerable one, IEnumerable other)
    {
        HashSet<object> all = [.. one.Cast<object>()];
        int count = 0;
        foreach (object item in other)
        {
            count++;
            if (!all.Contains(item))
            {
                return false;
            }
        }

        return count == all.Count;
    }

    private static bool IsUnordered(object value) => value.GetType().GetInterfaces().Any(static type =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>) || type.GetGenericTypeDefinition() == typeof(ISet<>)));

    private static int HashOf(object? value)
    {
        switch (value)
        {
            case null:
                return 0;
            case string text:
                return text.GetHashCode(StringComparison.Ordinal);
            case ITuple tuple:
                var parts = default(HashCode);
                for (int i = 0; i < tuple.Length; i++)
                {
                    parts.Add(HashOf(tuple[i]));
                }

                return parts.ToHashCode();
            case IDictionary map:
                int keys = map.Count;
                foreach (object key in map.Keys)
                {
                    keys = unchecked(keys + (key.GetHashCode() ^ (HashOf(map[key]) * 397)));
                }

                return keys;
            case IEnumerable items when IsUnordered(value):
                return items.Cast<object>().Aggregate(0, static (sum, item) => unchecked(sum + item.GetHashCode()));
            case IEnumerable items:
                var hash = default(HashCode);
                foreach (object? item in items)
                {
                    hash.Add(HashOf(item));
                }

                return hash.ToHashCode();
            default:
                return value.GetHashCode();
        }
    }
}
