using SimAsync.Bench.Bare;

namespace SimAsync.Bench.Ratios;

/// <summary>Programs of plain .NET tasks, made the same way in the simulation and in a bare pump.</summary>
internal static class PlainTasks
{
    private const int Messages = 1000;
    private const int Workers = 100;
    private const int Yields = 10;
    private const int Delays = 10;

    /// <summary>So many methods, of which each yields so many times.</summary>
    public static Task Yielders(int tasks, int yields) => Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Yield(yields)));

    /// <summary>The same on the thread pool.</summary>
    public static Task GatedYielders(int tasks, int yields) => Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(() => Yield(yields))));

    /// <summary>Two methods that send each other messages, one at a time, each by a <see cref="TaskCompletionSource{T}"/>.</summary>
    public static Task PingPong()
    {
        var (ping, pong) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        return Task.WhenAll(Ping(), Pong());

        async Task Ping()
        {
            for (int i = 0; i < Messages / 2; i++)
            {
                ping.SetResult(i);
                await pong.Task;
                pong = new TaskCompletionSource<int>();
            }
        }

        async Task Pong()
        {
            for (int i = 0; i < Messages / 2; i++)
            {
                int message = await ping.Task;
                ping = new TaskCompletionSource<int>();
                pong.SetResult(message);
            }
        }
    }

    public static Task FanOut() => Yielders(Workers, Yields);

    /// <summary>Delays against the timeout of a token, which comes before the last.</summary>
    public static async Task DelaysAgainstTimeout(TimeProvider time)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(95), time);
        try
        {
            for (int i = 0; i < Delays; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, source.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public static Task GatedPingPong()
    {
        const TaskCreationOptions Options = TaskCreationOptions.RunContinuationsAsynchronously;
        var (ping, pong) = (new TaskCompletionSource<int>(Options), new TaskCompletionSource<int>(Options));
        return Task.WhenAll(Task.Run(Ping), Task.Run(Pong));

        async Task Ping()
        {
            for (int i = 0; i < Messages / 2; i++)
            {
                ping.SetResult(i);
                await pong.Task.ConfigureAwait(false);
                pong = new TaskCompletionSource<int>(Options);
            }
        }

        async Task Pong()
        {
            for (int i = 0; i < Messages / 2; i++)
            {
                int message = await ping.Task.ConfigureAwait(false);
                ping = new TaskCompletionSource<int>(Options);
                pong.SetResult(message);
            }
        }
    }

    public static Task GatedFanOut() => GatedYielders(Workers, Yields);

    public static Task GatedDelays() => Task.Run(static async () =>
    {
        using var source = new CancellationTokenSource(95);
        try
        {
            for (int i = 0; i < Delays; i++)
            {
                await Task.Delay(10, source.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    });

    /// <summary>Runs of the simulation, at random, each with a seed of its own.</summary>
    public static void Simulate(Func<Task> program, int runs) => Simulation.Explore(program, new ExploreOptions { Strategy = Strategy.Random, Runs = runs, MaxSteps = int.MaxValue }).ThrowIfFailed();

    /// <summary>The same runs of a bare pump that picks at random.</summary>
    public static void RunBare(Func<PumpClock, Task> program, int runs)
    {
        for (int i = 0; i < runs; i++)
        {
            Pump.Run(program, picks: true, (ulong)i);
        }
    }

    private static async Task Yield(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await Task.Yield();
        }
    }
}
