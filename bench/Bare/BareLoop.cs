using System.Runtime.CompilerServices;

namespace SimAsync.Bench.Bare;

/// <summary>A ring of <see cref="BareTask"/>s, resumed in turn until none is left. The fastest loop of this shape that we could write.</summary>
internal sealed class BareLoop
{
    private Ring<BareTask> ring = new();

    /// <summary>So many tasks, of which each yields so many times.</summary>
    public static void Run(int tasks, int yields)
    {
        var loop = new BareLoop();
        for (int i = 0; i < tasks; i++)
        {
            loop.ring.Add(Yielder(loop, yields));
        }

        while (!loop.ring.IsEmpty)
        {
            loop.ring.Take().Resume();
        }
    }

    public Awaiter Yield() => new(this);

    private static async BareTask Yielder(BareLoop loop, int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await loop.Yield();
        }
    }

    internal readonly struct Awaiter(BareLoop loop) : ICriticalNotifyCompletion, IBareAwaiter
    {
        public bool IsCompleted => false;

        public Awaiter GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => throw new NotSupportedException();

        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Suspend(BareTask task) => loop.ring.Add(task);
    }
}
