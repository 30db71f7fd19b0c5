using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SimAsync.FsCheck.Models;

/// <summary>
/// Compares collections by what is in them, and all else as it compares itself. A model's state is mostly an immutable collection, whose own equality is that of references.
/// </summary>
internal sealed class Structural<T> : IEqualityComparer<T>
{
    private static readonly bool IsPlain = (typeof(T).IsValueType || typeof(T).IsSealed) && !typeof(IEnumerable).IsAssignableFrom(typeof(T)) && !typeof(ITuple).IsAssignableFrom(typeof(T));

    private static readonly (Func<T, T, bool> AreEqual, Func<T, int> HashOf)? Typed = FindTyped();

    private Structural()
    {
    }

    public static Structural<T> Comparer { get; } = new();

    public bool Equals(T? x, T? y) => IsPlain ? EqualityComparer<T>.Default.Equals(x, y)
        : Typed is { } typed && x is not null && y is not null ? typed.AreEqual(x, y)
        : AreEqual(x, y);

    public int GetHashCode(T obj) => obj is null ? 0 : IsPlain ? EqualityComparer<T>.Default.GetHashCode(obj)
        : Typed is { } typed ? typed.HashOf(obj)
        : HashOf(obj);

    // A sequence of plain values, without boxing them.
    private static (Func<T, T, bool> AreEqual, Func<T, int> HashOf)? FindTyped()
    {
        Type[] items = [.. typeof(T).GetInterfaces().Where(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).Select(static type => type.GenericTypeArguments[0])];
        if (!typeof(T).IsSealed || items is not [{ IsPrimitive: true } item] || typeof(IDictionary).IsAssignableFrom(typeof(T)) || IsUnordered(typeof(T)))
        {
            return null;
        }

        MethodInfo Method(string name) => typeof(Structural<T>).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(item);
        return (Method(nameof(AreTypedEqual)).CreateDelegate<Func<T, T, bool>>(), Method(nameof(TypedHashOf)).CreateDelegate<Func<T, int>>());
    }

    private static bool AreTypedEqual<TItem>(T x, T y) => ReferenceEquals(x, y) || ((IEnumerable<TItem>)x!).SequenceEqual((IEnumerable<TItem>)y!);

    private static int TypedHashOf<TItem>(T value)
    {
        var hash = default(HashCode);
        foreach (TItem item in (IEnumerable<TItem>)value!)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

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
            (IEnumerable one, IEnumerable other) when IsUnordered(x.GetType()) || IsUnordered(y.GetType()) => IsUnordered(x.GetType()) && IsUnordered(y.GetType()) && HaveTheSame(one, other),
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

    private static bool IsUnordered(Type collection) => collection.GetInterfaces().Any(static type =>
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
            case IEnumerable items when IsUnordered(value.GetType()):
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
