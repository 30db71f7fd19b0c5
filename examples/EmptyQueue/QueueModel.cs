using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck.Models;

namespace SimAsync.Examples.EmptyQueue;

/// <summary>What a queue is to do, and how commands for it are made.</summary>
public sealed class QueueModel(Func<ItemStore, IAsyncQueue> make) : ConcurrentModel<IAsyncQueue, ImmutableQueue<int>, QueueCommand, string>
{
    /// <inheritdoc/>
    public override ImmutableQueue<int> Initial => [];

    /// <inheritdoc/>
    public override IAsyncQueue CreateSystem() => make(new ItemStore());

    /// <inheritdoc/>
    public override Gen<QueueCommand> Next(ImmutableQueue<int> state) =>
        Gen.OneOf(Gen.Constant(new QueueCommand(null)), Gen.Choose(1, 9).Select(static item => new QueueCommand(item)));

    /// <inheritdoc/>
    public override async Task<string> Run(IAsyncQueue system, QueueCommand command, CancellationToken cancellationToken)
    {
        if (command.Item is not { } item)
        {
            return await system.TryDequeue() is { } first ? $"{first}" : "empty";
        }

        await system.Enqueue(item);
        return "done";
    }

    /// <inheritdoc/>
    public override (ImmutableQueue<int> State, string Result) Apply(ImmutableQueue<int> state, QueueCommand command) =>
        command.Item is { } item ? (state.Enqueue(item), "done") : state.IsEmpty ? (state, "empty") : (state.Dequeue(out int first), $"{first}");
}
