namespace SimAsync;

/// <summary>What <see cref="Sim.Wait{TFuture}"/> gives: each future once, in the order in which they were given.</summary>
/// <typeparam name="TFuture">The type of the futures.</typeparam>
/// <param name="Done">Those that are done.</param>
/// <param name="Pending">Those that are not; they go on.</param>
public sealed record WaitResult<TFuture>(IReadOnlyList<TFuture> Done, IReadOnlyList<TFuture> Pending)
    where TFuture : SimFuture;
