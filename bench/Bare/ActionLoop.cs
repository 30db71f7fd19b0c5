using System.Runtime.CompilerServices;

namespace SimAsync.Bench.Bare;

/// <summary>A ring of continuations of plain <c>async Task</c> methods, called in turn: the framework's own builder.</summary>
internal sealed class ActionLoop
{
    private Ring<Action> ring = new();

    /// <summary>So many tasks, of which each yields so many times.</summary>
    public static void Run(int tasks, int yields)
    {
        var loop = new ActionLoop();
        for (int i = 0; i < tasks; i++)
        {
            _ = Yielder(loop, yields);
        }

        while (!loop.ring.IsEmpty)
        {
            loop.ring.Take()();
        }
    }

    public Awaiter Yield() => new(this);

    private static async Task Yielder(ActionLoop loop, int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await loop.Yield();
        }
    }

    internal readonly struct Awaiter(ActionLoop loop) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public Awaiter GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => loop.ring.Add(continuation);

        // The framework caches the continuation of a method in its box, so nothing is allocated here after the first await.
        public void UnsafeOnCompleted(Action continuation) => loop.ring.Add(continuation);
    }
}
