using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace SimAsync.Kernel;

/// <summary>
/// Which methods a method calls, by its own code. A stack does not always tell: compiled with optimization, a short method stands within the one that calls it, and has no
/// frame there.
/// </summary>
internal static class CalledMethods
{
    // Into so many of the user's own methods it is looked: more than the compiler puts into one.
    private const int MostEntered = 20;

    private static readonly OpCode?[] Codes = new OpCode?[0x200];
    private static readonly ConcurrentDictionary<MethodBase, (int Offset, MethodBase Called)[]> Known = new();

    static CalledMethods()
    {
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            Codes[code.Size == 1 ? code.Value : 0x100 | (code.Value & 0xFF)] = code;
        }
    }

    /// <summary>
    /// The framework's method that a user's method called, where the stack says that it called <paramref name="seen"/>: that one, unless the user's code never does. Then the
    /// next that it calls, if there is one of those that have to do with threads.
    /// </summary>
    /// <param name="user">A method of the user's.</param>
    /// <param name="offset">Where it stands, as the stack has it: not behind the call.</param>
    /// <param name="seen">The framework's method that stands above it on the stack; null if none does.</param>
    /// <returns>Null if none does, and the code calls none.</returns>
    public static MethodBase? Behind(MethodBase user, int offset, MethodBase? seen)
    {
        (int Offset, MethodBase Called)[] calls = Known.GetOrAdd(user, Read);

        // What a delegate leads to is not to be seen.
        if (seen is not null && Reached(calls, []).Any(called => IsSame(called, seen) || typeof(Delegate).IsAssignableFrom(called.DeclaringType)))
        {
            return seen;
        }

        MethodBase[] next = [.. Reached(calls.Where(call => call.Offset >= offset), [])];
        return Array.Find(next, static called => called.DeclaringType?.Namespace?.StartsWith("System.Threading", StringComparison.Ordinal) == true) ?? next.FirstOrDefault() ?? seen;
    }

    /// <summary>Which of the framework's methods on the stack a user's method called that is not on it, because it stands within the framework's that calls it back.</summary>
    /// <param name="user">The method that is called back.</param>
    /// <param name="seen">The framework's methods on the stack, the innermost first.</param>
    /// <returns>The method, or the innermost that has a name to its user if the code calls none of them; and where in the user's method.</returns>
    public static (MethodBase? Called, int Offset) Below(MethodBase user, IReadOnlyList<MethodBase> seen)
    {
        (int Offset, MethodBase Called)[] calls = Known.GetOrAdd(user, Read);
        foreach (MethodBase method in seen.Reverse())
        {
            foreach ((int offset, MethodBase called) in calls)
            {
                if (Reached([(offset, called)], []).FirstOrDefault(one => IsSame(one, method) || IsOfSameLock(one, method)) is { } found)
                {
                    return (found, offset);
                }
            }
        }

        return (Behind(user, 0, null) ?? seen.FirstOrDefault(static method => method.IsPublic), 0);
    }

    // The framework's methods that are called there, and in the user's own methods that are called there.
    private static IEnumerable<MethodBase> Reached(IEnumerable<(int Offset, MethodBase Called)> calls, HashSet<MethodBase> entered)
    {
        foreach ((_, MethodBase called) in calls)
        {
            if (called.DeclaringType is not { } type || SourceCode.IsFrameworks(type.Assembly) || typeof(Delegate).IsAssignableFrom(type))
            {
                yield return called;
            }
            else if (entered.Count < MostEntered && entered.Add(called))
            {
                foreach (MethodBase inner in Reached(Known.GetOrAdd(called, Read), entered))
                {
                    yield return inner;
                }
            }
        }
    }

    // What is called by way of a base class or an interface has its name; but one that only the interface shows has more.
    private static bool IsSame(MethodBase called, MethodBase seen) => called.DeclaringType is { } declared && seen.DeclaringType is { } type
        && (declared.IsInterface ? seen.Name.Split('.')[^1] == called.Name : called.Name == seen.Name && Bases(type).Contains(Open(declared)));

    // A lock's methods have slow paths of other names.
    private static bool IsOfSameLock(MethodBase called, MethodBase seen) => called.DeclaringType == seen.DeclaringType && UserCall.IsLockType(called.DeclaringType)
        && seen.Name.Contains(called.Name.Contains("Enter", StringComparison.Ordinal) ? "Enter" : called.Name, StringComparison.Ordinal);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? one = type; one is not null; one = one.BaseType)
        {
            yield return Open(one);
        }
    }

    private static Type Open(Type type) => type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

    // ECMA-335, III.1.9 and VI.C: an opcode of one byte, or of two if the first is 0xFE, and its operand.
    private static (int Offset, MethodBase Called)[] Read(MethodBase method)
    {
        var calls = new List<(int, MethodBase)>();
        ReadOnlySpan<byte> code;
        try
        {
            code = method.GetMethodBody()?.GetILAsByteArray();
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            return [];
        }

        for (int i = 0; i < code.Length;)
        {
            int offset = i;
            int value = code[i++];
            value = value == 0xFE && i < code.Length ? 0x100 | code[i++] : value;
            if (Codes[value] is not { } opcode || code.Length - i < SizeOf(opcode.OperandType, code[i..]))
            {
                break;
            }

            if (opcode.OperandType == OperandType.InlineMethod && Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(code[i..])) is { } called)
            {
                calls.Add((offset, called));
            }

            i += SizeOf(opcode.OperandType, code[i..]);
        }

        return [.. calls];
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            Type[]? types = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
            return method.Module.ResolveMethod(token, types, method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException or TypeLoadException or MissingMemberException or FileNotFoundException or FileLoadException)
        {
            return null; // Of an assembly that is not here.
        }
    }

    private static int SizeOf(OperandType operand, ReadOnlySpan<byte> at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => at.Length < 4 ? int.MaxValue : (int)Math.Min(int.MaxValue, 4 + (4L * BinaryPrimitives.ReadUInt32LittleEndian(at))),
        _ => 4,
    };
}
