using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>A number to which something is added: reads, waits and writes. With a lock it is right.</summary>
internal sealed class CounterModel(bool hasLock, bool isCoroutine = false) : ConcurrentModel<CounterModel.Counter, int, int, int>
{
    public override int Initial => 0;

    public override Counter CreateSystem() => new(hasLock);

    public override Gen<int> Next(int state) => Gen.Choose(1, 20);

    public override IEnumerable<int> Shrink(int command) => command > 1 ? [1, command - 1] : [];

    public override Task<int> Run(Counter system, int command, CancellationToken cancellationToken) => isCoroutine ? base.Run(system, command, cancellationToken) : system.Add(command);

    public override async Coroutine<int> RunCoroutine(Counter system, int command) => await system.Add(command);

    public override (int State, int Result) Apply(int state, int command) => (state + command, state + command);

    internal sealed class Counter(bool hasLock)
    {
        private readonly SemaphoreSlim gate = new(hasLock ? 1 : int.MaxValue);
        private int value;

        public async Task<int> Add(int amount)
        {
            await gate.WaitAsync();
            int old = value;
            await Task.Yield();
            value = old + amount;
            gate.Release();
            return old + amount;
        }
    }
}
