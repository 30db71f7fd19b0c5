using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using System.Threading.RateLimiting;
using System.Threading.Tasks.Dataflow;
using Polly;
using Polly.CircuitBreaker;
using Polly.Hedging;
using Polly.Retry;
using Polly.Timeout;
using RestSharp;

namespace SimAsync.Tests.Apis;

/// <summary>Libraries as they are.</summary>
internal static class LibraryApis
{
    public static ApiRow[] Rows =>
    [
        new("Polly: retry", PollyRetry, true, "try@0 try@100 try@300 done @300"),
        new("Polly: retry, cancelled", PollyRetryCancelled, true, "try@0 cancelled @100", "try@0 try@100 done @100"),
        new("Polly: timeout", PollyTimeout, true, "TimeoutRejectedException @100", "done @100"),
        new("Polly: hedging", PollyHedging, true, "first @150", "second @150"),
        new("Polly: circuit breaker", () => PollyBreaker(Sim.TimeProvider), "failed failed BrokenCircuitException half-open @500"),
        new("Polly: a timeout around a semaphore", PollyAndSemaphore, true, "a b @20", "b a @20"),
        new("RateLimiting: token bucket", TokenBucket, "a@0 b@100 c@200 @200"),
        new("RateLimiting: fixed window", FixedWindow, "a@0 b@100 c@200 @200"),
        new("RateLimiting: sliding window", SlidingWindow, "a@0 b@100 c@200 @200"),
        new("RateLimiting: concurrency", Concurrency, "a a b b @20", "b b a a @20"),
        new("Dataflow: action block", ActionBlocks, "1 2 @10", "2 1 @10"),
        new("Dataflow: a linked network", Network, "1 4 9 16 @40"),
        new("Dataflow: bounded, and two producers", BoundedBlock, "a b @0", "b a @0"),
        new("Dataflow: join, and receive with a timeout", Join, "1,2 @30", "TimeoutException @30"),
        new("Reactive: interval, and timer", RxInterval, "0@10 1@20 2@30 @35"),
        new("Reactive: throttle", RxThrottle, "b@50 c@150 @150"),
        new("Reactive: timeout", RxTimeout, "7 @100", "TimeoutException @100"),
        new("Reactive: merge of two that race", RxMerge, "a b @10", "b a @10"),
        new("Reactive: on the task pool", RxTaskPool, "a b @0", "b a @0"),
        new("Pipelines", Pipes, "3 3 @0", "6 @0"),
        new("Pipelines, cancelled", PipesCancelled, "read 2 @10", "cancelled @10"),
        new("System.Linq.AsyncEnumerable", AsyncLinq, "0 2 4 @20"),
        new("RestSharp: a request's timeout", RestRequests, "Completed 200 @100", "TimedOut 0 @100"),
        new("RestSharp: two requests", TwoRestRequests, "a b @100", "b a @100"),
        new("HttpClient with a handler", Http, true, "200 @100", "cancelled @100"),
    ];

    private static async Task<string> PollyRetry(TimeProvider? time)
    {
        var race = new Race();
        int tries = 0;
        ResiliencePipeline pipeline = With(time, builder => builder.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 5,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
        }));
        await pipeline.ExecuteAsync(async token =>
        {
            race.Add($"try@{Sim.Now.TotalMilliseconds}");
            await Task.Yield();
            if (++tries < 3)
            {
                throw new FormatException();
            }
        });
        race.Add("done");
        return race.ToString();
    }

    private static async Task<string> PollyRetryCancelled(TimeProvider? time)
    {
        var race = new Race();
        int tries = 0;
        ResiliencePipeline pipeline = With(time, static builder => builder.AddRetry(new RetryStrategyOptions { Delay = TimeSpan.FromMilliseconds(100) }));
        using CancellationTokenSource source = Race.Timeout(100, time);
        return await race.End(race.Then(
            pipeline.ExecuteAsync(
                async token =>
                {
                    race.Add($"try@{Sim.Now.TotalMilliseconds}");
                    await Task.Yield();
                    if (++tries < 2)
                    {
                        throw new FormatException();
                    }
                },
                source.Token).AsTask(),
            "done"));
    }

    private static async Task<string> PollyTimeout(TimeProvider? time)
    {
        var race = new Race();
        ResiliencePipeline pipeline = With(time, static builder => builder.AddTimeout(TimeSpan.FromMilliseconds(100)));
        return await race.End(race.Then(pipeline.ExecuteAsync(async token => await Race.Delay(100, time, token)).AsTask(), "done"));
    }

    private static async Task<string> PollyHedging(TimeProvider? time)
    {
        int calls = 0;
        ResiliencePipeline<string> pipeline = With<string>(time, static builder => builder.AddHedging(new HedgingStrategyOptions<string> { Delay = TimeSpan.FromMilliseconds(50), MaxHedgedAttempts = 1 }));
        return await pipeline.ExecuteAsync(async token =>
        {
            bool first = ++calls == 1;
            await Race.Delay(first ? 150 : 100, time, token);
            return first ? "first" : "second";
        });
    }

    // Without one it asks the real clock whether the break is over.
    private static async Task<string> PollyBreaker(TimeProvider time)
    {
        var race = new Race();
        ResiliencePipeline pipeline = With(time, static builder => builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 2,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromMilliseconds(500),
        }));
        for (int i = 0; i < 3; i++)
        {
            try
            {
                await pipeline.ExecuteAsync(static async _ =>
                {
                    await Task.Yield();
                    throw new FormatException();
                });
            }
            catch (FormatException)
            {
                race.Add("failed");
            }
            catch (BrokenCircuitException exception)
            {
                race.Add(exception.GetType().Name);
            }
        }

        await Race.Delay(500, time);
        await pipeline.ExecuteAsync(async _ => race.Add("half-open"));
        return race.ToString();
    }

    private static async Task<string> PollyAndSemaphore(TimeProvider? time)
    {
        var race = new Race();
        using var semaphore = new SemaphoreSlim(1);
        ResiliencePipeline pipeline = With(time, builder => builder.AddTimeout(TimeSpan.FromSeconds(1)));
        return await race.End(Use("a"), Use("b"));

        async Task Use(string name) => await pipeline.ExecuteAsync(async token =>
        {
            await Task.Yield();
            await semaphore.WaitAsync(token);
            await Race.Delay(10, time, token);
            race.Add(name);
            semaphore.Release();
        });
    }

    private static async Task<string> TokenBucket()
    {
        await using var limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 10,
        });
        return await Limited(limiter);
    }

    private static async Task<string> FixedWindow()
    {
        await using var limiter = new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMilliseconds(100), QueueLimit = 10 });
        return await Limited(limiter);
    }

    private static async Task<string> SlidingWindow()
    {
        await using var limiter = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMilliseconds(100), SegmentsPerWindow = 2, QueueLimit = 10 });
        return await Limited(limiter);
    }

    private static async Task<string> Limited(RateLimiter limiter)
    {
        var race = new Race();
        return await race.End(Use("a"), Use("b"), Use("c"));

        async Task Use(string name)
        {
            using RateLimitLease lease = await limiter.AcquireAsync();
            race.Add($"{name}@{Sim.Now.TotalMilliseconds}");
        }
    }

    private static async Task<string> Concurrency()
    {
        var race = new Race();
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 10 });
        return await race.End(Task.Run(() => Use("a")), Task.Run(() => Use("b")));

        async Task Use(string name)
        {
            using RateLimitLease lease = await limiter.AcquireAsync();
            race.Add(name);
            await Task.Delay(10);
            race.Add(name);
        }
    }

    private static async Task<string> ActionBlocks()
    {
        var race = new Race();
        var block = new ActionBlock<int>(
            async i =>
            {
                await Task.Delay(10);
                race.Add($"{i}");
            },
            new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 2 });
        block.Post(1);
        block.Post(2);
        block.Complete();
        return await race.End(block.Completion);
    }

    private static async Task<string> Network()
    {
        var race = new Race();
        var square = new TransformBlock<int, int>(
            static async i =>
            {
                await Task.Delay(10);
                return i * i;
            },
            new ExecutionDataflowBlockOptions { BoundedCapacity = 2 });
        var show = new ActionBlock<int>(i => race.Add($"{i}"));
        square.LinkTo(show, new DataflowLinkOptions { PropagateCompletion = true });
        for (int i = 1; i <= 4; i++)
        {
            await square.SendAsync(i);
        }

        square.Complete();
        return await race.End(show.Completion);
    }

    private static async Task<string> BoundedBlock()
    {
        var race = new Race();
        var buffer = new BufferBlock<string>(new DataflowBlockOptions { BoundedCapacity = 1 });
        Task read = Read();
        await Task.WhenAll(Write("a"), Write("b"));
        buffer.Complete();
        return await race.End(read);

        async Task Write(string name)
        {
            await Task.Yield();
            await buffer.SendAsync(name);
        }

        async Task Read()
        {
            while (await buffer.OutputAvailableAsync())
            {
                while (buffer.TryReceive(out string? item))
                {
                    race.Add(item);
                }
            }
        }
    }

    private static async Task<string> Join()
    {
        var join = new JoinBlock<int, int>();
        join.Target1.Post(1);
        Task send = Send();
        try
        {
            var (one, two) = await join.ReceiveAsync(TimeSpan.FromMilliseconds(30));
            return $"{one},{two}";
        }
        catch (TimeoutException exception)
        {
            return exception.GetType().Name;
        }
        finally
        {
            await send;
        }

        async Task Send()
        {
            await Task.Delay(30);
            await join.Target2.SendAsync(2);
        }
    }

    private static async Task<string> RxInterval()
    {
        var race = new Race();
        using (Observable.Interval(TimeSpan.FromMilliseconds(10)).Subscribe(i => race.Add($"{i}@{Sim.Now.TotalMilliseconds}")))
        {
            await Observable.Timer(TimeSpan.FromMilliseconds(35));
        }

        return race.ToString();
    }

    private static async Task<string> RxThrottle()
    {
        var race = new Race();
        var subject = new Subject<string>();
        Task done = subject.Throttle(TimeSpan.FromMilliseconds(50)).Take(2).Do(item => race.Add($"{item}@{Sim.Now.TotalMilliseconds}")).ToTask();
        subject.OnNext("a");
        subject.OnNext("b");
        await Task.Delay(100);
        subject.OnNext("c");
        return await race.End(done);
    }

    private static async Task<string> RxTimeout()
    {
        try
        {
            return $"{await Observable.FromAsync(static async () =>
            {
                await Task.Delay(100);
                return 7;
            }).Timeout(TimeSpan.FromMilliseconds(100))}";
        }
        catch (TimeoutException exception)
        {
            return exception.GetType().Name;
        }
    }

    private static async Task<string> RxMerge()
    {
        IList<string> both = await Observable.Merge(
            Observable.Timer(TimeSpan.FromMilliseconds(10)).Select(static _ => "a"),
            Observable.Timer(TimeSpan.FromMilliseconds(10)).Select(static _ => "b")).ToList();
        return string.Join(' ', both);
    }

    private static async Task<string> RxTaskPool()
    {
        IList<string> both = await Observable.Merge(
            Observable.Return("a", TaskPoolScheduler.Default),
            Observable.Start(static () => "b", TaskPoolScheduler.Default)).ToList();
        return string.Join(' ', both);
    }

    private static async Task<string> Pipes()
    {
        var race = new Race();
        var pipe = new Pipe();
        return await race.End(Write(), Read());

        async Task Write()
        {
            await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });
            await Task.Yield();
            await pipe.Writer.WriteAsync(new byte[] { 4, 5, 6 });
            await pipe.Writer.CompleteAsync();
        }

        async Task Read()
        {
            await Task.Yield();
            while (await pipe.Reader.ReadAsync() is var result)
            {
                if (result.Buffer.Length > 0)
                {
                    race.Add($"{result.Buffer.Length}");
                }

                pipe.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
    }

    private static async Task<string> PipesCancelled()
    {
        var pipe = new Pipe();
        Task write = Write();
        using var source = new CancellationTokenSource(10);
        try
        {
            ReadResult result = await pipe.Reader.ReadAsync(source.Token);
            return $"read {result.Buffer.Length}";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
        finally
        {
            await write;
        }

        async Task Write()
        {
            await Task.Delay(10);
            await pipe.Writer.WriteAsync(new byte[] { 1, 2 });
        }
    }

    private static async Task<string> AsyncLinq()
    {
        return string.Join(' ', await Numbers().Where(static i => i % 2 == 0).Take(3).ToListAsync());

        static async IAsyncEnumerable<int> Numbers()
        {
            for (int i = 0; ; i++)
            {
                yield return i;
                if (i % 2 == 0)
                {
                    await Task.Delay(10);
                }
            }
        }
    }

    private static async Task<string> RestRequests()
    {
        using var client = new RestClient(new HttpClient(new Answers(null)), disposeHttpClient: true);
        RestResponse response = await client.ExecuteAsync(new RestRequest("http://localhost/") { Timeout = TimeSpan.FromMilliseconds(100) });
        return $"{response.ResponseStatus} {(int)response.StatusCode}";
    }

    private static async Task<string> TwoRestRequests()
    {
        var race = new Race();
        using var client = new RestClient(new HttpClient(new Answers(null)), disposeHttpClient: true);
        return await race.End(race.Then(client.ExecuteAsync(new RestRequest("http://localhost/a")), "a"), race.Then(client.ExecuteAsync(new RestRequest("http://localhost/b")), "b"));
    }

    private static async Task<string> Http(TimeProvider? time)
    {
        using var client = new HttpClient(new Answers(time)) { Timeout = Timeout.InfiniteTimeSpan };
        using CancellationTokenSource source = Race.Timeout(100, time);
        try
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("http://localhost/"), source.Token);
            return $"{(int)response.StatusCode}";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }

    private static ResiliencePipeline With(TimeProvider? time, Action<ResiliencePipelineBuilder> add)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        add(builder);
        return builder.Build();
    }

    private static ResiliencePipeline<T> With<T>(TimeProvider? time, Action<ResiliencePipelineBuilder<T>> add)
    {
        var builder = new ResiliencePipelineBuilder<T> { TimeProvider = time };
        add(builder);
        return builder.Build();
    }

    private sealed class Answers(TimeProvider? time) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Race.Delay(100, time, cancellationToken).ConfigureAwait(false);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("held") };
        }
    }
}
