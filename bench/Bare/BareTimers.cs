using System.Runtime.CompilerServices;

namespace SimAsync.Bench.Bare;

/// <summary>Tasks that sleep on a heap, resumed by the earliest instant until none is left; time jumps.</summary>
/// <typeparam name="THeap">The heap. A struct, so that its calls are direct ones.</typeparam>
internal sealed class BareTimers<THeap>
    where THeap : struct, IBareHeap
{
    private THeap heap;
    private long now;

    /// <summary>So many tasks, of which each sleeps so many times.</summary>
    public static void Run(int tasks, int sleeps)
    {
        var loop = new BareTimers<THeap> { heap = new THeap() };
        for (int i = 0; i < tasks; i++)
        {
            Sleeper(loop, sleeps, Delays.Seed(i)).Resume();
        }

        while (loop.heap.TryPop(out BareTask task, out long instant))
        {
            loop.now = instant;
            task.Resume();
        }
    }

    public Awaiter Sleep(long ticks) => new(this, ticks);

    private static async BareTask Sleeper(BareTimers<THeap> loop, int sleeps, ulong delays)
    {
        for (int i = 0; i < sleeps; i++)
        {
            await loop.Sleep(Delays.Next(ref delays));
        }
    }

    internal readonly struct Awaiter(BareTimers<THeap> loop, long ticks) : ICriticalNotifyCompletion, IBareAwaiter
    {
        public bool IsCompleted => false;

        public Awaiter GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => throw new NotSupportedException();

        public void UnsafeOnCompleted(Action continuation) => throw new NotSupportedException();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Suspend(BareTask task) => loop.heap.Push(loop.now + ticks, task);
    }
}
