using System.Reflection;
using System.Runtime.CompilerServices;
using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>
/// A coroutine's await of something that is not the simulation's own, a plain <see cref="System.Threading.Tasks.Task"/> first of all: the
/// future on which its task waits meanwhile.
/// </summary>
internal abstract class ForeignAwait : SimFuture<ValueTuple>, IAwaitingPlace, IOutsideWait
{
    private protected ForeignAwait(SimLoop loop)
        : base(loop)
    {
    }

    /// <summary>Whether <see cref="Throw"/> can do what it says.</summary>
    public abstract bool CanThrow { get; }

    public abstract string Awaiting { get; }

    /// <summary>Lets the await throw when its coroutine is resumed, whatever became of what it awaits.</summary>
    public abstract void Throw(Exception thrown);
}

/// <summary>A future that something outside the simulation may complete.</summary>
internal interface IOutsideWait;

/// <summary>An await of a <typeparamref name="TAwaiter"/> in a certain method.</summary>
internal sealed class ForeignAwait<TAwaiter, TStateMachine>(Coroutine coroutine) : ForeignAwait(coroutine.Task!.Loop)
    where TStateMachine : IAsyncStateMachine
{
    // The C# compiler keeps the awaiter of a suspended method in a field named <>u__N, one field for each type of awaiter.
    private static readonly FieldInfo? AwaiterField = FindField();

    public override bool CanThrow => AwaiterField is not null && FailedAwaiter.Supports(typeof(TAwaiter));

    public override string Awaiting => $"{coroutine.Name}{(coroutine.Entry().At is { } at ? $", at {at}," : "")}";

    /// <summary>Called where the awaited thing completes.</summary>
    public void Complete()
    {
        if (ReferenceEquals(SimLoop.Current, Loop))
        {
            Finish();
        }
        else
        {
            Loop.PostForeign(Finish, () => $"another thread completed what {Awaiting} awaits");
        }
    }

    public override void Throw(Exception thrown)
    {
        ref TStateMachine machine = ref ((ICoroutineBox<TStateMachine>)coroutine).StateMachine;
        object boxed = machine;
        AwaiterField!.SetValue(boxed, FailedAwaiter.Make(typeof(TAwaiter), thrown));
        machine = (TStateMachine)boxed;
    }

    // What cannot throw cannot be cancelled while it is pending: its GetResult would block, or give a value that is not there.
    internal override bool CancelSelf(string? message) => CanThrow && base.CancelSelf(message);

    internal override string Describe() => $"a plain {typeof(TAwaiter).Name.Split('`')[0].Replace("Awaiter", "", StringComparison.Ordinal)}";

    private void Finish()
    {
        if (!IsDone)
        {
            // Nobody but the one await has this future: a loop that awaits Task.Yield makes one each time, and gets no further.
            long progress = Loop.Progress;
            SetResult(default);
            Loop.Progress = progress;
        }
    }

    private static FieldInfo? FindField()
    {
        FieldInfo[] fields = [.. typeof(TStateMachine)
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(static field => field.FieldType == typeof(TAwaiter) && field.Name.StartsWith("<>u__", StringComparison.Ordinal))];
        return fields is [var only] ? only : null;
    }
}
