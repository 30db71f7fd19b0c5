using System.Collections.Concurrent;
using System.Reflection;

namespace SimAsync.Kernel;

/// <summary>What suspended methods know: their locals, and the objects that these lead to, as one number that is the same as long as nothing of it changes.</summary>
internal static class LocalState
{
    // Of more than so many objects, elements and values nothing is said: looking at them would take longer than it is worth.
    private const int Most = 20_000;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    /// <summary>Null if it is too much.</summary>
    /// <param name="roots">State machines, or what holds them; of a task, where it is suspended.</param>
    public static ulong? Of(IEnumerable<object> roots)
    {
        var walk = new Walk();
        foreach (object root in roots)
        {
            walk.Add(root is ITaskIdentity task ? task.State : root);
        }

        return walk.End();
    }

    private static FieldInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static type =>
    {
        var fields = new List<FieldInfo>();
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            fields.AddRange(at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(static field => !field.FieldType.IsPointer && !field.FieldType.IsFunctionPointer));
        }

        return [.. fields];
    });

    // What is the run's own, which counts its steps, or the runtime's, which says nothing of the program.
    private static bool IsOpaque(object value) =>
        value is SimLoop or ITaskIdentity or ExecutionContext or SynchronizationContext or MemberInfo or Module or Assembly or Thread or WeakReference or TaskScheduler
        || value.GetType().FullName == "System.Threading.TimerQueueTimer"; // From it all timers of the process are reached.

    private sealed class Walk
    {
        private readonly Dictionary<object, int> seen = new(ReferenceEqualityComparer.Instance);
        private readonly Queue<object> left = new();
        private ulong hash = 0xCBF29CE484222325;
        private int count;

        public void Add(object? value)
        {
            count++;
            if (value is null || IsOpaque(value))
            {
                Mix(value is null ? 0 : 1);
            }
            else if (value is string || value.GetType().IsPrimitive)
            {
                Mix(value.GetHashCode());
            }
            else if (value is ValueType)
            {
                AddFields(value);
            }
            else
            {
                if (!seen.TryGetValue(value, out int number))
                {
                    seen.Add(value, number = seen.Count);
                    left.Enqueue(value);
                }

                Mix(number);
            }
        }

        public ulong? End()
        {
            while (left.TryDequeue(out object? value))
            {
                if (count > Most)
                {
                    return null;
                }

                Mix(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.GetType()));
                if (value is not Array array)
                {
                    AddFields(value);
                }
                else if (array.Length > Most)
                {
                    return null;
                }
                else
                {
                    foreach (object? element in array)
                    {
                        Add(element);
                    }
                }
            }

            return hash;
        }

        private void AddFields(object value)
        {
            foreach (FieldInfo field in FieldsOf(value.GetType()))
            {
                Add(field.GetValue(value));
            }
        }

        private void Mix(int value) => hash = ((hash ^ (uint)value) * 0x100000001B3) + 1;
    }
}
