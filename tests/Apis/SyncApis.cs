using System.Collections.Concurrent;

namespace SimAsync.Tests.Apis;

/// <summary>What keeps tasks apart, and what blocks a thread.</summary>
internal static class SyncApis
{
    public static ApiRow[] Rows =>
    [
        new("SemaphoreSlim.WaitAsync", SemaphoreAsync, "a a b b @20", "b b a a @20"),
        new("SemaphoreSlim.WaitAsync with a token", SemaphoreToken, "got @10", "cancelled @10"),
        new("SemaphoreSlim.Wait", () => Blocking(static () => new SemaphoreSlim(1), static semaphore => semaphore.Wait(), static semaphore => semaphore.Release()), "a a b b @0", "b b a a @0"),
        new("lock across a blocking wait", LockAcross, "a a b b @0", "b b a a @0"),
        new("Monitor.Wait, Pulse", MonitorPulse, "wait pulse woke @0", "pulse late @0"),
        new("Monitor.Wait with a timeout", MonitorTimeout, "False @50"),
        new("ManualResetEventSlim", Event, "wait set woke @0", "set wait woke @0", "wait woke set @0"),
        new("Task.Result", Result, "wait set woke @0", "set wait woke @0", "wait woke set @0"),
        new("Task.Wait with a timeout", WaitTimeout, "False @5000", "True @5000"),
        new("Task.WaitAny", WaitAny, "0 @50", "1 @50"),
        new("Task.WaitAll", WaitAll, "a b all @0", "b a all @0"),
        new("CountdownEvent", Countdown, "a b all @0", "b a all @0"),
        new("Barrier", Barriers, "a a b b @0"),
        new("ReaderWriterLockSlim", ReaderWriter, "a a b b @0", "b b a a @0"),
        new("BlockingCollection", Collection, "1 2 @0", "2 1 @0"),
        new("Semaphore.WaitOne", () => Blocking(static () => new Semaphore(1, 1), static semaphore => semaphore.WaitOne(), static semaphore => semaphore.Release()), "a a b b @0", "b b a a @0"),
        new("WaitHandle.WaitAny", HandleWaitAny, "0 @0", "1 @0"),
        new("WaitHandle.WaitOne with a timeout", HandleTimeout, "False @50"),
    ];

    private static async Task<string> SemaphoreAsync()
    {
        var race = new Race();
        using var semaphore = new SemaphoreSlim(1);
        return await race.End(Task.Run(() => Use("a")), Task.Run(() => Use("b")));

        async Task Use(string name)
        {
            await semaphore.WaitAsync();
            race.Add(name);
            await Task.Delay(10);
            race.Add(name);
            semaphore.Release();
        }
    }

    private static async Task<string> SemaphoreToken()
    {
        var race = new Race();
        using var semaphore = new SemaphoreSlim(0);
        using var source = new CancellationTokenSource(10);
        return await race.End(race.Then(semaphore.WaitAsync(source.Token), "got"), Release());

        async Task Release()
        {
            await Task.Delay(10);
            semaphore.Release();
        }
    }

    private static async Task<string> Blocking<T>(Func<T> make, Action<T> enter, Action<T> leave)
        where T : IDisposable
    {
        var race = new Race();
        using T gate = make();
        return await race.End(Task.Run(() => Use("a")), Task.Run(() => Use("b")));

        async Task Use(string name)
        {
            enter(gate);
            race.Add(name);
            await Task.Yield();
            race.Add(name);
            leave(gate);
        }
    }

    private static async Task<string> LockAcross()
    {
        var race = new Race();
        object gate = new();
        return await race.End(Task.Run(() => Use("a")), Task.Run(() => Use("b")));

        void Use(string name)
        {
            lock (gate)
            {
                race.Add(name);
                Task.Run(static () => { }).Wait();
                race.Add(name);
            }
        }
    }

    private static async Task<string> MonitorPulse()
    {
        var race = new Race();
        object gate = new();
        bool pulsed = false;
        return await race.End(Task.Run(Wait), Task.Run(Pulse));

        void Wait()
        {
            lock (gate)
            {
                if (pulsed)
                {
                    race.Add("late");
                    return;
                }

                race.Add("wait");
                while (!pulsed)
                {
                    Monitor.Wait(gate);
                }

                race.Add("woke");
            }
        }

        void Pulse()
        {
            lock (gate)
            {
                pulsed = true;
                race.Add("pulse");
                Monitor.PulseAll(gate);
            }
        }
    }

    private static async Task<string> MonitorTimeout()
    {
        object gate = new();
        return await Task.Run(() =>
        {
            lock (gate)
            {
                return Monitor.Wait(gate, 50).ToString();
            }
        });
    }

    private static async Task<string> Event()
    {
        var race = new Race();
        using var set = new ManualResetEventSlim();
        return await race.End(Task.Run(Wait), Task.Run(Set));

        void Wait()
        {
            race.Add("wait");
            set.Wait();
            race.Add("woke");
        }

        async Task Set()
        {
            set.Set();
            await Task.Yield();
            race.Add("set");
        }
    }

    private static async Task<string> Result()
    {
        var race = new Race();
        var source = new TaskCompletionSource<int>();
        return await race.End(Task.Run(Wait), Task.Run(Set));

        void Wait()
        {
            race.Add("wait");
            _ = source.Task.Result;
            race.Add("woke");
        }

        async Task Set()
        {
            source.SetResult(1);
            await Task.Yield();
            race.Add("set");
        }
    }

    private static async Task<string> WaitTimeout()
    {
        Task delay = Task.Delay(5_000);
        return await Task.Run(() => delay.Wait(5_000).ToString());
    }

    private static async Task<string> WaitAny()
    {
        Task[] delays = [Task.Delay(50), Task.Delay(50)];
        return await Task.Run(() => Task.WaitAny(delays).ToString());
    }

    private static async Task<string> WaitAll()
    {
        var race = new Race();
        await Task.Run(() => Task.WaitAll(Task.Run(() => race.Add("a")), Task.Run(() => race.Add("b"))));
        race.Add("all");
        return race.ToString();
    }

    private static async Task<string> Countdown()
    {
        var race = new Race();
        using var countdown = new CountdownEvent(2);
        Task waits = Task.Run(countdown.Wait);
        Task a = Task.Run(() => Signal("a"));
        Task b = Task.Run(() => Signal("b"));
        await waits;
        race.Add("all");
        return await race.End(a, b);

        void Signal(string name)
        {
            race.Add(name);
            countdown.Signal();
        }
    }

    private static async Task<string> Barriers()
    {
        var race = new Race();
        var log = new ConcurrentQueue<string>();
        using var barrier = new Barrier(2);
        await Task.WhenAll(Task.Run(Work), Task.Run(Work));
        return string.Join(' ', log);

        void Work()
        {
            log.Enqueue("a");
            barrier.SignalAndWait();
            log.Enqueue("b");
        }
    }

    private static async Task<string> ReaderWriter()
    {
        var race = new Race();
        using var gate = new ReaderWriterLockSlim();
        return await race.End(Task.Run(() => Use("a")), Task.Run(() => Use("b")));

        void Use(string name)
        {
            gate.EnterWriteLock();
            race.Add(name);
            Task.Run(static () => { }).Wait();
            race.Add(name);
            gate.ExitWriteLock();
        }
    }

    private static async Task<string> Collection()
    {
        var race = new Race();
        using var collection = new BlockingCollection<int>(1);
        return await race.End(Task.Run(() => collection.Add(1)), Task.Run(() => collection.Add(2)), Task.Run(Read));

        void Read()
        {
            race.Add($"{collection.Take()}");
            race.Add($"{collection.Take()}");
        }
    }

    private static async Task<string> HandleWaitAny()
    {
        using var first = new ManualResetEvent(false);
        using var second = new ManualResetEvent(false);
        Task<int> wait = Task.Run(() => WaitHandle.WaitAny([first, second]));
        Task one = Task.Run(first.Set);
        Task two = Task.Run(second.Set);
        int index = await wait;
        await Task.WhenAll(one, two);
        return index.ToString();
    }

    private static async Task<string> HandleTimeout()
    {
        using var never = new ManualResetEvent(false);
        return await Task.Run(() => never.WaitOne(50).ToString());
    }
}
