using System.Collections.Concurrent;
using System.Threading.Channels;

namespace SimAsync.Tests.Apis;

/// <summary>Programs without a mistake, as they are commonly written. Each checks itself.</summary>
internal static class CorrectPrograms
{
    public static (string Name, Func<Task> Program)[] All =>
    [
        ("lock: a counter", LockedCounter),
        ("lock: a transfer, in the order of the accounts", OrderedTransfers),
        ("lock: made once, checked twice", DoubleChecked),
        ("lock: Lock, entered on the pool", EnteredLock),
        ("lock: a bounded buffer with Monitor.Wait and PulseAll", MonitorBuffer),
        ("lock: held across a blocking wait for a task that takes none", LockAcrossWait),
        ("lock: readers and a writer", ReadersAndWriter),
        ("lock: Interlocked in place of one", InterlockedCounter),
        ("lock: a Lazy task made once", LazyOnce),
        ("lock: ConcurrentDictionary of Lazy", LazyByKey),
        ("semaphore: mutual exclusion", SemaphoreMutex),
        ("semaphore: at most two at once", AtMostTwo),
        ("semaphore: released in finally, though the work fails", ReleasedThoughFailed),
        ("semaphore: a wait cancelled takes no permit", CancelledTakesNone),
        ("semaphore: a wait timed out takes no permit", TimedOutTakesNone),
        ("semaphore: two taken in one order", TwoInOrder),
        ("semaphore: an async lock of one's own", OwnAsyncLock),
        ("semaphore: throttled work, all done", Throttled),
        ("semaphore: blocking waits, and one that releases", BlockingSemaphore),
        ("semaphore: a gate opened once for all", GateForAll),
        ("channel: nothing lost, nothing twice", NothingLost),
        ("channel: order of each producer", OrderOfEach),
        ("channel: bounded, back-pressure", BackPressure),
        ("channel: rendezvous", Rendezvous),
        ("channel: completed with an error", CompletedWithError),
        ("channel: a reader cancelled loses nothing", CancelledReader),
        ("channel: a pipeline of three", Pipeline),
        ("channel: request and reply", RequestReply),
        ("channel: workers that end with the channel", Workers),
        ("channel: the latest value", LatestValue),
        ("timeout: done or timed out, never both", NeverBoth),
        ("timeout: the shorter of two", ShorterOfTwo),
        ("timeout: work sooner than it", SoonerThanTimeout),
        ("timeout: retried, with backoff", Retried),
        ("timeout: WaitAsync leaves the work running, which is awaited", LeftRunning),
        ("timeout: re-armed by each sign of life", KeptAlive),
        ("timeout: linked to the caller's token", LinkedToCaller),
        ("timeout: a periodic timer until stopped", PeriodicUntilStopped),
        ("timeout: debounced", Debounced),
        ("timeout: heartbeats and a deadline", Heartbeats),
    ];

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("A correct program is told to be wrong.");
        }
    }

    private static Task Times(int count, Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));

    private static async Task LockedCounter()
    {
        object gate = new();
        int count = 0;
        await Times(3, async _ =>
        {
            await Task.Yield();
            lock (gate)
            {
                count++;
            }
        });
        Check(count == 3);
    }

    private static async Task OrderedTransfers()
    {
        object[] gates = [new(), new()];
        int[] balance = [100, 100];
        await Times(4, async i =>
        {
            await Task.Yield();
            var (from, to) = (i % 2, 1 - (i % 2));
            lock (gates[0])
            {
                lock (gates[1])
                {
                    balance[from] -= 10;
                    balance[to] += 10;
                }
            }
        });
        Check(balance.Sum() == 200);
    }

    private static async Task DoubleChecked()
    {
        object gate = new();
        object? made = null;
        int makes = 0;
        await Times(3, async _ =>
        {
            await Task.Yield();
            if (Volatile.Read(ref made) is null)
            {
                lock (gate)
                {
                    if (made is null)
                    {
                        makes++;
                        Volatile.Write(ref made, new object());
                    }
                }
            }
        });
        Check(makes == 1);
    }

    private static async Task EnteredLock()
    {
        var gate = new Lock();
        var list = new List<int>();
        await Times(3, async i =>
        {
            await Task.Delay(i % 2).ConfigureAwait(false);
            lock (gate)
            {
                list.Add(i);
            }
        });
        Check(list.Order().SequenceEqual([0, 1, 2]));
    }

    private static async Task MonitorBuffer()
    {
        object gate = new();
        var buffer = new Queue<int>();
        int sum = 0;
        await Task.WhenAll(Task.Run(Put), Task.Run(Take));
        Check(sum == 3);

        void Put()
        {
            for (int i = 0; i < 3; i++)
            {
                lock (gate)
                {
                    while (buffer.Count == 1)
                    {
                        Monitor.Wait(gate);
                    }

                    buffer.Enqueue(i);
                    Monitor.PulseAll(gate);
                }
            }
        }

        void Take()
        {
            for (int i = 0; i < 3; i++)
            {
                lock (gate)
                {
                    while (buffer.Count == 0)
                    {
                        Monitor.Wait(gate);
                    }

                    sum += buffer.Dequeue();
                    Monitor.PulseAll(gate);
                }
            }
        }
    }

    private static async Task LockAcrossWait()
    {
        object gate = new();
        int inside = 0;
        await Task.Run(() =>
        {
            lock (gate)
            {
                Check(++inside == 1);
                Task.Run(static async () => await Task.Delay(10)).Wait();
                inside--;
            }
        });
        Check(inside == 0);
    }

    private static async Task ReadersAndWriter()
    {
        using var gate = new ReaderWriterLockSlim();
        var (x, y) = (0, 0);
        await Times(3, i =>
        {
            if (i == 0)
            {
                gate.EnterWriteLock();
                x++;
                y++;
                gate.ExitWriteLock();
            }
            else
            {
                gate.EnterReadLock();
                Check(x == y);
                gate.ExitReadLock();
            }

            return Task.CompletedTask;
        });
    }

    private static async Task InterlockedCounter()
    {
        int count = 0;
        await Times(3, async _ =>
        {
            await Task.Yield();
            Interlocked.Increment(ref count);
        });
        Check(count == 3);
    }

    private static async Task LazyOnce()
    {
        int makes = 0;
        var lazy = new Lazy<Task<int>>(async () =>
        {
            await Task.Delay(10);
            return ++makes;
        });
        await Times(3, async _ => Check(await lazy.Value == 1));
    }

    private static async Task LazyByKey()
    {
        var cache = new ConcurrentDictionary<string, Lazy<Task<int>>>();
        int loads = 0;
        await Times(4, async i => Check(await cache.GetOrAdd($"key {i % 2}", _ => new Lazy<Task<int>>(Load)).Value > 0));
        Check(loads == 2);

        async Task<int> Load()
        {
            loads++;
            await Task.Delay(5);
            return loads;
        }
    }

    private static async Task SemaphoreMutex()
    {
        using var semaphore = new SemaphoreSlim(1, 1);
        int inside = 0;
        await Times(3, async _ =>
        {
            await semaphore.WaitAsync();
            Check(++inside == 1);
            await Task.Yield();
            inside--;
            semaphore.Release();
        });
    }

    private static async Task AtMostTwo()
    {
        using var semaphore = new SemaphoreSlim(2, 2);
        int inside = 0;
        await Times(4, async _ =>
        {
            await semaphore.WaitAsync().ConfigureAwait(false);
            Check(++inside <= 2);
            await Task.Delay(5).ConfigureAwait(false);
            inside--;
            semaphore.Release();
        });
        Check(semaphore.CurrentCount == 2);
    }

    private static async Task ReleasedThoughFailed()
    {
        using var semaphore = new SemaphoreSlim(1, 1);
        int failed = 0;
        await Times(3, async i =>
        {
            await semaphore.WaitAsync();
            try
            {
                await Task.Yield();
                if (i == 1)
                {
                    throw new FormatException();
                }
            }
            catch (FormatException)
            {
                failed++;
            }
            finally
            {
                semaphore.Release();
            }
        });
        Check(failed == 1 && semaphore.CurrentCount == 1);
    }

    private static async Task CancelledTakesNone()
    {
        using var semaphore = new SemaphoreSlim(1, 1);
        using var source = new CancellationTokenSource(10);
        await Times(3, async _ =>
        {
            try
            {
                await semaphore.WaitAsync(source.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(10);
            semaphore.Release();
        });
        Check(semaphore.CurrentCount == 1);
    }

    private static async Task TimedOutTakesNone()
    {
        using var semaphore = new SemaphoreSlim(1, 1);
        await Times(3, async _ =>
        {
            if (await semaphore.WaitAsync(10))
            {
                await Task.Delay(10);
                semaphore.Release();
            }
        });
        Check(semaphore.CurrentCount == 1);
    }

    private static async Task TwoInOrder()
    {
        using var first = new SemaphoreSlim(1);
        using var second = new SemaphoreSlim(1);
        await Times(2, async _ =>
        {
            await first.WaitAsync();
            await Task.Yield();
            await second.WaitAsync();
            await Task.Yield();
            second.Release();
            first.Release();
        });
    }

    private static async Task OwnAsyncLock()
    {
        Task last = Task.CompletedTask;
        int inside = 0;
        await Times(3, async _ =>
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task before = Interlocked.Exchange(ref last, done.Task);
            await before;
            Check(++inside == 1);
            await Task.Yield();
            inside--;
            done.SetResult();
        });
    }

    private static async Task Throttled()
    {
        var (running, done) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, 5), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (_, token) =>
        {
            Check(Interlocked.Increment(ref running) <= 2);
            await Task.Delay(1, token);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref done);
        });
        Check(done == 5);
    }

    private static async Task BlockingSemaphore()
    {
        using var semaphore = new SemaphoreSlim(0);
        int through = 0;
        await Task.WhenAll(Task.Run(Enter), Task.Run(Enter), Task.Run(() => semaphore.Release(2)));
        Check(through == 2);

        void Enter()
        {
            semaphore.Wait();
            through++;
        }
    }

    private static async Task GateForAll()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool open = false;
        Task all = Times(3, async _ =>
        {
            await gate.Task;
            Check(open);
        });
        await Task.Delay(5);
        open = true;
        gate.SetResult();
        await all;
    }

    private static async Task NothingLost()
    {
        var channel = Channel.CreateUnbounded<int>();
        var seen = new ConcurrentBag<int>();
        Task readers = Times(2, async _ =>
        {
            await foreach (int item in channel.Reader.ReadAllAsync())
            {
                seen.Add(item);
            }
        });
        await Times(2, async i =>
        {
            await channel.Writer.WriteAsync(i);
            await Task.Yield();
            await channel.Writer.WriteAsync(10 + i);
        });
        channel.Writer.Complete();
        await readers;
        Check(seen.Order().SequenceEqual([0, 1, 10, 11]));
    }

    private static async Task OrderOfEach()
    {
        var channel = Channel.CreateUnbounded<(int Producer, int Number)>();
        int[] next = [0, 0];
        Task read = Task.Run(async () =>
        {
            await foreach (var (producer, number) in channel.Reader.ReadAllAsync())
            {
                Check(next[producer]++ == number);
            }
        });
        await Times(2, async i =>
        {
            for (int number = 0; number < 3; number++)
            {
                await channel.Writer.WriteAsync((i, number));
                await Task.Yield();
            }
        });
        channel.Writer.Complete();
        await read;
    }

    private static async Task BackPressure()
    {
        var channel = Channel.CreateBounded<int>(2);
        var (written, read) = (0, 0);
        Task write = Task.Run(async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                await channel.Writer.WriteAsync(i);
                written++;
                Check(written - read <= 3);
            }

            channel.Writer.Complete();
        });
        while (await channel.Reader.WaitToReadAsync())
        {
            while (channel.Reader.TryRead(out int item))
            {
                Check(item == read++);
                await Task.Yield();
            }
        }

        await write;
        Check(read == 5);
    }

    private static async Task Rendezvous()
    {
        var channel = Channel.CreateBounded<int>(0);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                await channel.Writer.WriteAsync(1);
                await channel.Writer.WriteAsync(2);
            }),
            Task.Run(async () =>
            {
                Check(await channel.Reader.ReadAsync() == 1);
                Check(await channel.Reader.ReadAsync() == 2);
            }));
    }

    private static async Task CompletedWithError()
    {
        var channel = Channel.CreateUnbounded<int>();
        Task write = Task.Run(async () =>
        {
            await channel.Writer.WriteAsync(1);
            await Task.Yield();
            channel.Writer.Complete(new FormatException());
        });
        int read = 0;
        try
        {
            await foreach (int item in channel.Reader.ReadAllAsync())
            {
                read += item;
            }

            Check(false);
        }
        catch (FormatException)
        {
            Check(read == 1);
        }

        await write;
    }

    private static async Task CancelledReader()
    {
        var channel = Channel.CreateUnbounded<int>();
        using var source = new CancellationTokenSource(10);
        Task write = Task.Run(async () =>
        {
            await Task.Delay(10);
            await channel.Writer.WriteAsync(7);
        });
        int item;
        try
        {
            item = await channel.Reader.ReadAsync(source.Token);
        }
        catch (OperationCanceledException)
        {
            item = await channel.Reader.ReadAsync();
        }

        await write;
        Check(item == 7);
    }

    private static async Task Pipeline()
    {
        var first = Channel.CreateBounded<int>(1);
        var second = Channel.CreateBounded<int>(1);
        Task write = Task.Run(async () =>
        {
            for (int i = 1; i <= 3; i++)
            {
                await first.Writer.WriteAsync(i);
            }

            first.Writer.Complete();
        });
        Task square = Task.Run(async () =>
        {
            await foreach (int item in first.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await second.Writer.WriteAsync(item * item).ConfigureAwait(false);
            }

            second.Writer.Complete();
        });
        Check((await second.Reader.ReadAllAsync().ToListAsync()).SequenceEqual([1, 4, 9]));
        await Task.WhenAll(write, square);
    }

    private static async Task RequestReply()
    {
        var requests = Channel.CreateUnbounded<(int Value, TaskCompletionSource<int> Reply)>();
        Task serve = Task.Run(async () =>
        {
            await foreach (var (value, reply) in requests.Reader.ReadAllAsync())
            {
                await Task.Yield();
                reply.SetResult(value + 1);
            }
        });
        await Times(2, async i =>
        {
            var reply = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            await requests.Writer.WriteAsync((i, reply));
            Check(await reply.Task == i + 1);
        });
        requests.Writer.Complete();
        await serve;
    }

    private static async Task Workers()
    {
        var channel = Channel.CreateBounded<int>(1);
        int done = 0;
        Task workers = Times(2, async _ =>
        {
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out int item))
                {
                    await Task.Delay(item);
                    done++;
                }
            }
        });
        for (int i = 0; i < 4; i++)
        {
            await channel.Writer.WriteAsync(i % 2);
        }

        channel.Writer.Complete();
        await workers;
        Check(done == 4);
    }

    private static async Task LatestValue()
    {
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Task write = Task.Run(async () =>
        {
            for (int i = 1; i <= 3; i++)
            {
                await channel.Writer.WriteAsync(i);
                await Task.Yield();
            }

            channel.Writer.Complete();
        });
        int last = 0;
        await foreach (int item in channel.Reader.ReadAllAsync())
        {
            Check(item > last);
            last = item;
        }

        await write;
        Check(last == 3);
    }

    private static async Task NeverBoth()
    {
        using var source = new CancellationTokenSource(100);
        var outcome = new TaskCompletionSource<string>();
        await using CancellationTokenRegistration _ = source.Token.Register(() => outcome.TrySetResult("timed out"));
        Task work = Task.Run(async () =>
        {
            await Task.Delay(100);
            outcome.TrySetResult("done");
        });
        string first = await outcome.Task;
        await work;
        Check(first == await outcome.Task);
    }

    private static async Task ShorterOfTwo()
    {
        Task slow = Task.Delay(200);
        Check(await Task.WhenAny(slow, Task.Delay(100)) != slow);
        Check(Sim.Now == TimeSpan.FromMilliseconds(100));
        await slow;
        Check(Sim.Now == TimeSpan.FromMilliseconds(200));
    }

    private static async Task SoonerThanTimeout()
    {
        using var source = new CancellationTokenSource(100);
        await Task.Run(async () => await Task.Delay(99, source.Token).ConfigureAwait(false)).WaitAsync(TimeSpan.FromMilliseconds(100));
        Check(!source.IsCancellationRequested);
    }

    private static async Task Retried()
    {
        int tries = 0;
        for (int wait = 10; ; wait *= 2)
        {
            using var source = new CancellationTokenSource(20);
            try
            {
                await Task.Delay(++tries < 3 ? 50 : 5, source.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                await Task.Delay(wait);
            }
        }

        Check(tries == 3 && Sim.Now == TimeSpan.FromMilliseconds(20 + 10 + 20 + 20 + 5));
    }

    private static async Task LeftRunning()
    {
        bool ended = false;
        Task work = Work();
        try
        {
            await work.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
        catch (TimeoutException)
        {
            Check(!ended);
        }

        await work;
        Check(ended);

        async Task Work()
        {
            await Task.Delay(60);
            ended = true;
        }
    }

    private static async Task KeptAlive()
    {
        using var source = new CancellationTokenSource(20);
        for (int i = 0; i < 4; i++)
        {
            await Task.Delay(10);
            source.CancelAfter(20);
        }

        Check(!source.IsCancellationRequested);
        await Task.Delay(21);
        Check(source.IsCancellationRequested);
    }

    private static async Task LinkedToCaller()
    {
        using var caller = new CancellationTokenSource();
        Task work = Task.Run(async () =>
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(caller.Token);
            source.CancelAfter(50);
            try
            {
                await Task.Delay(Timeout.Infinite, source.Token);
            }
            catch (OperationCanceledException)
            {
                Check(source.IsCancellationRequested);
            }
        });
        await Task.Delay(50);
        await caller.CancelAsync();
        await work;
    }

    private static async Task PeriodicUntilStopped()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        int ticks = 0;
        Task tick = Task.Run(async () =>
        {
            while (await timer.WaitForNextTickAsync())
            {
                ticks++;
            }
        });
        await Task.Delay(35);
        timer.Dispose();
        await tick;
        Check(ticks == 3);
    }

    private static async Task Debounced()
    {
        int fired = 0;
        CancellationTokenSource? pending = null;
        var all = new List<Task>();
        for (int i = 0; i < 3; i++)
        {
            pending?.Cancel();
            pending = new CancellationTokenSource();
            all.Add(Fire(pending.Token));
            await Task.Delay(5);
        }

        await Task.WhenAll(all);
        Check(fired == 1);

        async Task Fire(CancellationToken token)
        {
            try
            {
                await Task.Delay(10, token);
                fired++;
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private static async Task Heartbeats()
    {
        int beats = 0;
        await using (var timer = new Timer(_ => Interlocked.Increment(ref beats), null, 10, 10))
        {
            await Task.Delay(55);
        }

        Check(beats == 5);
    }
}
