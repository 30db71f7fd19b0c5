using System.Reflection;
using System.Reflection.Emit;

namespace SimAsync.Kernel;

/// <summary>Reaches private members of the runtime's own types: found by name once, then called as fast as public ones. What is missing throws, and the caller does without.</summary>
internal static class Internals
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Makes a method that may touch private members.</summary>
    public static T Emit<T>(Type[] parameters, Type result, Action<ILGenerator> body)
        where T : Delegate
    {
        var method = new DynamicMethod("SimAsync.Internals", result, parameters, typeof(Thread).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<T>();
    }

    public static Type Type(string name) => typeof(Thread).Assembly.GetType(name) ?? throw new TypeLoadException(name);

    public static Type Nested(Type type, string name) => type.GetNestedType(name, Any) ?? throw new TypeLoadException(name);

    public static FieldInfo Field(Type type, string name) => type.GetField(name, Any) ?? throw new MissingFieldException(type.Name, name);

    public static MethodInfo Method(Type type, string name) => type.GetMethod(name, Any) ?? throw new MissingMethodException(type.Name, name);
}
