using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using static SimAsync.Kernel.Internals;

namespace SimAsync.Interop;

/// <summary>
/// The private parts of the runtime's thread pool by which a work item is taken out of its queue before a worker has it. Where a runtime has not got them,
/// workers take the items and are held one by one, which is slower by some ten times, and no different otherwise.
/// </summary>
/// <remarks>Source: .NET 10, <c>System.Threading.ThreadPoolWorkQueue</c>: <c>Enqueue</c>, <c>EnsureThreadRequested</c>, <c>Dispatch</c>, <c>Dequeue</c>.</remarks>
internal static class PoolInternals
{
    /// <summary>The name of the switch (<see cref="AppContext"/>) with which a program does without these parts, should a runtime have them and use them otherwise.</summary>
    public const string WithoutSwitch = "SimAsync.HoldWorkers";

    private static readonly Parts? Found = AppContext.TryGetSwitch(WithoutSwitch, out bool isOff) && isOff ? null : Find();

    private delegate ref int RequestField(object queue);

    /// <summary>Whether they are there.</summary>
    public static bool AreThere => Found is not null;

    /// <summary>The queue in which all items stand that are not bound to a worker.</summary>
    public static ConcurrentQueue<object> Queue => Found!.Queue;

    /// <summary>
    /// Whether a worker has been asked for that has not come yet: 1 or 0. Who enqueues an item asks for a worker only if this is 0.
    /// </summary>
    public static ref int WorkerIsRequested => ref Found!.Request(Found.WorkQueue);

    /// <summary>The worker's own queue of this thread, or null: then all that it sends to the pool goes to <see cref="Queue"/>.</summary>
    public static object? OwnQueue
    {
        get => Found!.GetLocals();
        set => Found!.SetLocals(value);
    }

    /// <summary>Whether a worker's own queue has an item that another may take.</summary>
    public static bool HasBoundWork => Found!.HasBoundWork();

    /// <summary>Asks for a worker unless one has been asked for.</summary>
    public static void RequestWorker() => Found!.RequestWorker();

    /// <summary>Lets the pool see that its events are listened to now, not only once it has dispatched another item.</summary>
    public static void RefreshLogging() => Found!.RefreshLogging();

    /// <summary>Runs a work item as a worker does, on this thread and in its present contexts.</summary>
    public static void Execute(object? item)
    {
        if (item is Task task)
        {
            Found!.ExecuteTask(task, null);
        }
        else
        {
            ((IThreadPoolWorkItem)item!).Execute();
        }
    }

    private static Parts? Find()
    {
        try
        {
#pragma warning disable RS0030 // The gate holds the pool's own work back: it has to know the pool.
            FieldInfo queueField = Field(typeof(ThreadPool), "s_workQueue");
#pragma warning restore RS0030
            object workQueue = queueField.GetValue(null)!;
            Type type = workQueue.GetType();
            FieldInfo separated = Field(type, "_separated");
            FieldInfo request = Field(separated.FieldType, "_hasOutstandingThreadRequest");
            Type locals = Type("System.Threading.ThreadPoolWorkQueueThreadLocals");
            FieldInfo threadLocals = Field(locals, "threadLocals");
            Type list = Nested(type, "WorkStealingQueueList");
            Type stealing = Nested(type, "WorkStealingQueue");
            return new Parts(
                workQueue,
                (ConcurrentQueue<object>)Field(type, "workItems").GetValue(workQueue)!,
                Emit<RequestField>([typeof(object)], typeof(int).MakeByRefType(), il =>
                {
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Ldflda, separated);
                    il.Emit(OpCodes.Ldflda, request);
                }),
                Emit<Func<object?>>([], typeof(object), il => il.Emit(OpCodes.Ldsfld, threadLocals)),
                Emit<Action<object?>>([typeof(object)], typeof(void), il =>
                {
                    il.Emit(OpCodes.Ldarg_0);
                    il.Emit(OpCodes.Castclass, locals);
                    il.Emit(OpCodes.Stsfld, threadLocals);
                }),
                Method(type, "EnsureThreadRequested").CreateDelegate<Action>(workQueue),
                Method(type, "RefreshLoggingEnabled").CreateDelegate<Action>(workQueue),
                Method(typeof(Task), "ExecuteFromThreadPool").CreateDelegate<Action<Task, Thread?>>(),
                EmitHasBoundWork(Method(list, "get_Queues"), Method(stealing, "get_CanSteal")));
        }
        catch (Exception e) when (e is MissingMemberException or InvalidCastException or ArgumentException or TypeLoadException)
        {
            return null;
        }
    }

    private static Func<bool> EmitHasBoundWork(MethodInfo queues, MethodInfo canSteal)
    {
        // for (int i = queues.Length; --i >= 0; ) if (queues[i].CanSteal) return true; return false;
        return Emit<Func<bool>>([], typeof(bool), il =>
        {
            LocalBuilder all = il.DeclareLocal(queues.ReturnType);
            LocalBuilder i = il.DeclareLocal(typeof(int));
            Label test = il.DefineLabel();
            Label loop = il.DefineLabel();
            Label found = il.DefineLabel();
            il.Emit(OpCodes.Call, queues);
            il.Emit(OpCodes.Stloc, all);
            il.Emit(OpCodes.Ldloc, all);
            il.Emit(OpCodes.Ldlen);
            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Stloc, i);
            il.Emit(OpCodes.Br, test);
            il.MarkLabel(loop);
            il.Emit(OpCodes.Ldloc, all);
            il.Emit(OpCodes.Ldloc, i);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Call, canSteal);
            il.Emit(OpCodes.Brtrue, found);
            il.MarkLabel(test);
            il.Emit(OpCodes.Ldloc, i);
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Sub);
            il.Emit(OpCodes.Stloc, i);
            il.Emit(OpCodes.Ldloc, i);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Bge, loop);
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(found);
            il.Emit(OpCodes.Ldc_I4_1);
        });
    }

    private sealed record Parts(
        object WorkQueue,
        ConcurrentQueue<object> Queue,
        RequestField Request,
        Func<object?> GetLocals,
        Action<object?> SetLocals,
        Action RequestWorker,
        Action RefreshLogging,
        Action<Task, Thread?> ExecuteTask,
        Func<bool> HasBoundWork);
}
