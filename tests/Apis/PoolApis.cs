using System.Runtime.CompilerServices;
using System.Threading.Channels;
using System.Threading.Tasks.Sources;

namespace SimAsync.Tests.Apis;

/// <summary>What sends work to the thread pool, and what passes values and completions between such work.</summary>
internal static class PoolApis
{
    private static readonly Func<int, string, string> Name = static (i, what) => $"{what}{i}";

    public static ApiRow[] Rows =>
    [
        new("Task.Run", () => Two((race, name) => Task.Run(() => race.Add(name))), "a b @0", "b a @0"),
        new("Task.Run of an async method", TaskRunAsync, "a1 a2 b1 b2 @0", "a1 b1 a2 b2 @0", "a1 b1 b2 a2 @0", "b1 a1 a2 b2 @0", "b1 a1 b2 a2 @0", "b1 b2 a1 a2 @0"),
        new("Task.Run with a token", TaskRunToken, "cancelled @0", "ran @0"),
        new("ConfigureAwait(false)", () => Two(ConfiguredAwait), "a b @10", "b a @10"),
        new("ConfigureAwait(ForceYielding)", () => Two(ForceYielding), "a b @0", "b a @0"),
        new("Task.Yield", () => Two(Yielding), "a b @0", "b a @0"),
        new("RunContinuationsAsynchronously", ContinuationsAsynchronously, "set a b @0", "set b a @0", "a set b @0", "b set a @0", "a b set @0", "b a set @0"),
        new("TaskCompletionSource", Completion, "1 @0", "2 @0"),
        new("Task.Factory.StartNew", () => Two((race, name) => Task.Factory.StartNew(() => race.Add(name), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default)), "a b @0", "b a @0"),
        new("Task.Factory.StartNew, a child attached", AttachedChild, "parent child ended @0"),
        new("Task.Start", () => Two((race, name) => Started(new Task(() => race.Add(name)))), "a b @0", "b a @0"),
        new("ContinueWith", () => Two((race, name) => Task.CompletedTask.ContinueWith(_ => race.Add(name), TaskScheduler.Default)), "a b @0", "b a @0"),
        new("ContinueWith, on the context's scheduler", OnContextScheduler, "a b @0", "b a @0"),
        new("ContinueWhenAll", ContinueWhenAll, "a b all @0", "b a all @0"),
        new("ConcurrentExclusiveSchedulerPair", ExclusiveScheduler, "a a b b @0", "b b a a @0"),
        new("ThreadPool.QueueUserWorkItem", () => Two(Queued), "a b @0", "b a @0"),
        new("ThreadPool.QueueUserWorkItem, prefer local", () => Two(QueuedLocally), "a b @0", "b a @0"),
        new("ThreadPool.UnsafeQueueUserWorkItem", () => Two(QueuedUnsafely), "a b @0", "b a @0"),
        new("IThreadPoolWorkItem", () => Two(QueuedItem), "a b @0", "b a @0"),
        new("SynchronizationContext.Post", () => Two(Posted), "a b @0", "b a @0"),
        new("IProgress<T>", () => Two(Reported), "a b @0", "b a @0"),
        new("async void", () => Two(AsyncVoid), "a b @0", "b a @0"),
        new("Parallel.ForEachAsync", ParallelForEach, "0 1 2 @0", "0 2 1 @0", "1 0 2 @0", "1 2 0 @0", "2 0 1 @0", "2 1 0 @0"),
        new("Parallel.ForEachAsync, cancelled", ParallelCancelled, "4 @20", "5 @30", "6 @30"),
        new("Parallel.ForAsync", ParallelFor, "0 1 @0", "1 0 @0"),
        new("Task.WhenAll", FirstException, "first @0", "second @0"),
        new("Task.WhenAny", WhenAny, "a @10", "b @10"),
        new("Task.WhenEach", WhenEach, "a b @10", "b a @10"),
        new("CancellationTokenSource.CancelAsync", CancelAsync, "called cancelled @0", "cancelled called @0"),
        new("CancellationToken.Register", Registered, "cancelled after @0", "ran after @0"),
        new("Channel, unbounded", () => Channels(Channel.CreateUnbounded<string>()), "a1 a2 b1 b2 @0", "a1 b1 a2 b2 @0", "a1 b1 b2 a2 @0", "b1 a1 a2 b2 @0", "b1 a1 b2 a2 @0", "b1 b2 a1 a2 @0"),
        new("Channel, bounded", () => Channels(Channel.CreateBounded<string>(1)), "a1 a2 b1 b2 @0", "a1 b1 a2 b2 @0", "a1 b1 b2 a2 @0", "b1 a1 a2 b2 @0", "b1 a1 b2 a2 @0", "b1 b2 a1 a2 @0"),
        new("Channel, bounded, drops the oldest", Dropping, "1 2 3 @0", "1 3 @0", "2 3 @0", "3 @0"),
        new("Channel, rendezvous", Rendezvous, "write read got wrote @0", "read write wrote got @0"),
        new("Channel, prioritized", Prioritized, "1 2 @0", "2 1 @0"),
        new("Channel, two readers", TwoReaders, "a1 b2 @0", "b1 a2 @0", "a1 a2 @0", "b1 b2 @0"),
        new("await foreach over a channel, cancelled", ChannelCancelled, "1 cancelled @20", "1 2 cancelled @20"),
        new("Async iterator", Iterators, "a1 a2 b1 b2 @0", "a1 b1 a2 b2 @0", "a1 b1 b2 a2 @0", "b1 a1 a2 b2 @0", "b1 a1 b2 a2 @0", "b1 b2 a1 a2 @0"),
        new("Async iterator, WithCancellation", IteratorCancelled, "1 disposed cancelled @20", "1 2 disposed cancelled @20"),
        new("IValueTaskSource", ValueTaskSource, "a b @0", "b a @0"),
        new("PoolingAsyncValueTaskMethodBuilder", () => Two((race, name) => Pooled(race, name).AsTask()), "a b @0", "b a @0"),
        new("AsyncLocal", AsyncLocals, "a=a b=b root=root @0", "b=b a=a root=root @0"),
        new("Lazy task", LazyTask, "made a b @10", "made b a @10"),
        new("SynchronizationContext of one's own", OwnContext, "a b @0", "b a @0"),
    ];

    /// <summary>A program of two tasks of the same kind, named a and b.</summary>
    private static Task<string> Two(Func<Race, string, Task> start)
    {
        var race = new Race();
        return race.End(start(race, "a"), start(race, "b"));
    }

    private static Task Started(Task task)
    {
        task.Start(TaskScheduler.Default);
        return task;
    }

    private static Task<string> TaskRunAsync() => Two(static (race, name) => Task.Run(async () =>
    {
        race.Add(Name(1, name));
        await Task.Yield();
        race.Add(Name(2, name));
    }));

    private static async Task<string> TaskRunToken()
    {
        var race = new Race();
        using var source = new CancellationTokenSource();
        Task task = race.Then(Task.Run(static () => { }, source.Token), "ran");
        await Task.Yield();
        source.Cancel();
        return await race.End(task);
    }

    private static async Task ConfiguredAwait(Race race, string name)
    {
        await Task.Delay(10).ConfigureAwait(false);
        race.Add(name);
        await Task.Yield();
    }

    private static async Task ForceYielding(Race race, string name)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        race.Add(name);
    }

    private static async Task Yielding(Race race, string name)
    {
        await Task.Yield();
        race.Add(name);
    }

    private static async Task<string> ContinuationsAsynchronously()
    {
        var race = new Race();
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task a = Wait("a");
        Task b = Wait("b");
        source.SetResult();
        await Task.Yield();
        race.Add("set");
        return await race.End(a, b);

        async Task Wait(string name)
        {
            await source.Task.ConfigureAwait(false);
            race.Add(name);
        }
    }

    private static async Task<string> Completion()
    {
        var source = new TaskCompletionSource<int>();
        Task one = Task.Run(() => source.TrySetResult(1));
        Task two = Task.Run(() => source.TrySetResult(2));
        int first = await source.Task;
        await Task.WhenAll(one, two);
        return first.ToString();
    }

    private static async Task<string> AttachedChild()
    {
        var race = new Race();
        await Task.Factory.StartNew(
            () =>
            {
                Task.Factory.StartNew(() => race.Add("child"), CancellationToken.None, TaskCreationOptions.AttachedToParent, TaskScheduler.Default);
                race.Add("parent");
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            TaskScheduler.Default);
        race.Add("ended");
        return race.ToString();
    }

    private static Task<string> OnContextScheduler()
    {
        TaskScheduler scheduler = TaskScheduler.FromCurrentSynchronizationContext();
        return Two((race, name) => Task.CompletedTask.ContinueWith(_ => race.Add(name), scheduler));
    }

    private static async Task<string> ContinueWhenAll()
    {
        var race = new Race();
        Task[] both = [Task.Run(() => race.Add("a")), Task.Run(() => race.Add("b"))];
        return await race.End(Task.Factory.ContinueWhenAll(both, _ => race.Add("all"), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
    }

    private static Task<string> ExclusiveScheduler()
    {
        TaskScheduler exclusive = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return Two((race, name) => Task.Run(() => Task.Factory.StartNew(
            () =>
            {
                race.Add(name);
                race.Add(name);
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            exclusive)));
    }

    private static Task Queued(Race race, string name)
    {
        var done = new TaskCompletionSource();
        ThreadPool.QueueUserWorkItem(_ =>
        {
            race.Add(name);
            done.SetResult();
        });
        return done.Task;
    }

    private static Task QueuedLocally(Race race, string name)
    {
        var done = new TaskCompletionSource();
        ThreadPool.QueueUserWorkItem(
            static state =>
            {
                state.race.Add(state.name);
                state.done.SetResult();
            },
            (race, name, done),
            preferLocal: true);
        return done.Task;
    }

    private static Task QueuedUnsafely(Race race, string name)
    {
        var done = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                race.Add(name);
                done.SetResult();
            },
            null);
        return done.Task;
    }

    private static Task QueuedItem(Race race, string name)
    {
        var item = new Item(race, name);
        ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        return item.Done.Task;
    }

    private static Task Posted(Race race, string name)
    {
        var done = new TaskCompletionSource();
        SynchronizationContext.Current!.Post(
            _ =>
            {
                race.Add(name);
                done.SetResult();
            },
            null);
        return done.Task;
    }

    private static Task Reported(Race race, string name)
    {
        var done = new TaskCompletionSource();
        IProgress<string> progress = new Progress<string>(value =>
        {
            race.Add(value);
            done.SetResult();
        });
        progress.Report(name);
        return done.Task;
    }

    private static Task AsyncVoid(Race race, string name)
    {
        var done = new TaskCompletionSource();
        Go();
        return done.Task;

        async void Go()
        {
            await Task.Yield();
            race.Add(name);
            done.SetResult();
        }
    }

    private static async Task<string> ParallelForEach()
    {
        var race = new Race();
        return await race.End(Parallel.ForEachAsync(Enumerable.Range(0, 3), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (i, token) =>
        {
            await Task.Yield();
            race.Add($"{i}");
        }));
    }

    private static async Task<string> ParallelCancelled()
    {
        using var source = new CancellationTokenSource(20);
        int done = 0;
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 10), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = source.Token }, async (_, token) =>
            {
                await Task.Delay(10, CancellationToken.None);
                done++;
            });
        }
        catch (OperationCanceledException)
        {
        }

        return done.ToString();
    }

    private static async Task<string> ParallelFor()
    {
        var race = new Race();
        return await race.End(Parallel.ForAsync(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (i, token) =>
        {
            await Task.Yield();
            race.Add($"{i}");
        }));
    }

    private static async Task<string> FirstException()
    {
        try
        {
            await Task.WhenAll(Task.Run(static () => throw new FormatException("first")), Task.Run(static () => throw new FormatException("second")));
            return "none";
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private static async Task<string> WhenAny()
    {
        Task a = Task.Delay(10);
        Task b = Task.Delay(10);
        Task first = await Task.WhenAny(a, b);
        await Task.WhenAll(a, b);
        return first == a ? "a" : "b";
    }

    private static async Task<string> WhenEach()
    {
        var race = new Race();
        Task a = Task.Delay(10);
        Task b = Task.Delay(10);
        await foreach (Task ended in Task.WhenEach(a, b))
        {
            race.Add(ended == a ? "a" : "b");
        }

        return race.ToString();
    }

    private static async Task<string> CancelAsync()
    {
        var race = new Race();
        using var source = new CancellationTokenSource();
        using CancellationTokenRegistration _ = source.Token.Register(() => race.Add("cancelled"));
        Task cancelled = source.CancelAsync();
        await Task.Yield();
        race.Add("called");
        return await race.End(cancelled);
    }

    private static async Task<string> Registered()
    {
        var race = new Race();
        using var source = new CancellationTokenSource();
        Task work = Work();
        Task cancel = Task.Run(source.Cancel);
        await Task.WhenAll(work, cancel);
        race.Add("after");
        return race.ToString();

        async Task Work()
        {
            await Task.Yield();
            using CancellationTokenRegistration _ = source.Token.Register(static () => { });
            race.Add(source.IsCancellationRequested ? "cancelled" : "ran");
        }
    }

    private static async Task<string> Channels(Channel<string> channel)
    {
        var race = new Race();
        Task read = Read();
        await Task.WhenAll(Task.Run(() => Write("a")), Task.Run(() => Write("b")));
        channel.Writer.Complete();
        return await race.End(read);

        async Task Write(string name)
        {
            await channel.Writer.WriteAsync(Name(1, name));
            await Task.Yield();
            await channel.Writer.WriteAsync(Name(2, name));
        }

        async Task Read()
        {
            await foreach (string item in channel.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                race.Add(item);
            }
        }
    }

    private static async Task<string> Dropping()
    {
        var race = new Race();
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        return await race.End(Write(), Read());

        async Task Write()
        {
            for (int i = 1; i <= 3; i++)
            {
                await Task.Yield();
                channel.Writer.TryWrite(i);
            }

            channel.Writer.Complete();
        }

        async Task Read()
        {
            await foreach (int item in channel.Reader.ReadAllAsync())
            {
                race.Add($"{item}");
            }
        }
    }

    private static async Task<string> Rendezvous()
    {
        var race = new Race();
        var channel = Channel.CreateBounded<int>(0);
        return await race.End(Task.Run(Write), Task.Run(Read));

        async Task Write()
        {
            race.Add("write");
            await channel.Writer.WriteAsync(1);
            race.Add("wrote");
        }

        async Task Read()
        {
            race.Add("read");
            await channel.Reader.ReadAsync();
            race.Add("got");
        }
    }

    private static async Task<string> Prioritized()
    {
        var race = new Race();
        var channel = Channel.CreateUnboundedPrioritized<int>();
        return await race.End(Task.Run(() => channel.Writer.TryWrite(2)), Task.Run(() => channel.Writer.TryWrite(1)), Read());

        async Task Read()
        {
            race.Add($"{await channel.Reader.ReadAsync()}");
            race.Add($"{await channel.Reader.ReadAsync()}");
        }
    }

    private static async Task<string> TwoReaders()
    {
        var race = new Race();
        var channel = Channel.CreateUnbounded<int>();
        Task a = Task.Run(() => Read("a"));
        Task b = Task.Run(() => Read("b"));
        await channel.Writer.WriteAsync(1);
        await Task.Yield();
        await channel.Writer.WriteAsync(2);
        channel.Writer.Complete();
        return await race.End(a, b);

        async Task Read(string name)
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                if (channel.Reader.TryRead(out int item))
                {
                    race.Add($"{name}{item}");
                }

                await Task.Yield();
            }
        }
    }

    private static async Task<string> ChannelCancelled()
    {
        var race = new Race();
        var channel = Channel.CreateUnbounded<int>();
        using var source = new CancellationTokenSource(20);
        return await race.End(Write(), race.Then(Read(), "never"));

        async Task Write()
        {
            for (int i = 1; i <= 2; i++)
            {
                await Task.Delay(10);
                await channel.Writer.WriteAsync(i);
            }
        }

        async Task Read()
        {
            await foreach (int item in channel.Reader.ReadAllAsync(source.Token))
            {
                race.Add($"{item}");
            }
        }
    }

    private static Task<string> Iterators()
    {
        return Two(static async (race, name) =>
        {
            await foreach (int i in Count().ConfigureAwait(false))
            {
                race.Add(Name(i, name));
            }
        });

        static async IAsyncEnumerable<int> Count()
        {
            for (int i = 1; i <= 2; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    private static async Task<string> IteratorCancelled()
    {
        var race = new Race();
        using var source = new CancellationTokenSource(20);
        return await race.End(race.Then(Read(), "never"));

        async Task Read()
        {
            await foreach (int i in Count().WithCancellation(source.Token))
            {
                race.Add($"{i}");
            }
        }

        async IAsyncEnumerable<int> Count([EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                for (int i = 1; ; i++)
                {
                    await Task.Delay(10, token);
                    yield return i;
                }
            }
            finally
            {
                await Task.Yield();
                race.Add("disposed");
            }
        }
    }

    private static async Task<string> ValueTaskSource()
    {
        var race = new Race();
        var a = new Source();
        var b = new Source();
        return await race.End(Wait(a, "a"), Wait(b, "b"), Task.Run(a.Set), Task.Run(b.Set));

        async Task Wait(Source source, string name)
        {
            await source.Task.ConfigureAwait(false);
            race.Add(name);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Pooled(Race race, string name)
    {
        await Task.Yield();
        race.Add(name);
    }

    private static async Task<string> AsyncLocals()
    {
        var race = new Race();
        var local = new AsyncLocal<string> { Value = "root" };
        await Task.WhenAll(Flow("a"), Flow("b"));
        race.Add($"root={local.Value}");
        return race.ToString();

        async Task Flow(string name)
        {
            local.Value = name;
            await Task.Run(async () =>
            {
                await Task.Yield();
                race.Add($"{name}={local.Value}");
            });
        }
    }

    private static async Task<string> LazyTask()
    {
        var race = new Race();
        var lazy = new Lazy<Task>(async () =>
        {
            race.Add("made");
            await Task.Delay(10);
        });
        return await race.End(Task.Run(() => race.Then(lazy.Value, "a")), Task.Run(() => race.Then(lazy.Value, "b")));
    }

    private static Task<string> OwnContext() => Two(static (race, name) => Task.Run(async () =>
    {
        SynchronizationContext.SetSynchronizationContext(new PassingContext());
        await Task.Yield();
        race.Add(name);
    }));

    private sealed class Item(Race race, string name) : IThreadPoolWorkItem
    {
        public TaskCompletionSource Done { get; } = new();

        public void Execute()
        {
            race.Add(name);
            Done.SetResult();
        }
    }

    private sealed class Source : IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = true };

        public ValueTask Task => new(this, core.Version);

        public void Set() => core.SetResult(true);

        public void GetResult(short token) => core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => core.OnCompleted(continuation, state, token, flags);
    }

    private sealed class PassingContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(static pair => pair.d(pair.state), (d, state), preferLocal: false);
    }
}
