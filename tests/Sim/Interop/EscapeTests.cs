using System.Net;
using System.Net.Sockets;

namespace SimAsync.Tests.Interop;

/// <summary>What lies outside the simulation and takes part in a run is found, and named with what it resumes.</summary>
public sealed class EscapeTests
{
    [Test]
    public void Thread_CompletesWhatIsAwaited_IsNamedWithTheAwait([Values] bool configured)
    {
        RunReport report = Simulation.Observe(() => AwaitsAThread(configured));

        Assert.That(report.Exception, Is.TypeOf<UncontrolledConcurrencyException>());
        Assert.That(((UncontrolledConcurrencyException)report.Exception!).What, Does.Contain("EscapeTests.AwaitsAThread").And.Match(@"EscapeTests\.cs:\d+"));
    }

    [Test]
    public void Thread_IfAllowed_IsWaitedFor([Values] bool configured)
    {
        RunReport report = Simulation.Observe(() => AwaitsAThread(configured), new RunOptions { ForeignThreads = true });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.IsReproducible, Is.False);
    }

    [Test]
    public void Thread_ThatTakesNoPart_IsNoFailure()
    {
        RunReport report = Simulation.Observe(async () =>
        {
            var thread = new Thread(static () => Thread.SpinWait(10_000));
            thread.Start();
            await Task.Delay(1000);
            await Task.Run(static () => { });
            thread.Join();
        });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Warnings.Select(static warning => warning.Kind), Is.EqualTo([SimWarningKind.ThreadStarted]));
        Assert.That(report.IsReproducible, Is.False);
    }

    [Test]
    public void LongRunning_IsAThreadOfItsOwn_AndNamed()
    {
        RunReport report = Simulation.Observe(static async () => await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

        Assert.That(report.Exception, Is.TypeOf<UncontrolledConcurrencyException>());
    }

    [Test]
    public void Socket_Answers_IsNamedWithTheAwait([Values] bool configured)
    {
        using TcpListener listener = Listen();
        RunReport report = Simulation.Observe(() => Connect((IPEndPoint)listener.LocalEndpoint, configured));

        Assert.That(report.Exception, Is.TypeOf<UncontrolledConcurrencyException>().Or.TypeOf<DeadlockException>());
        Assert.That(report.Exception!.Message, Does.Contain("EscapeTests.Connect").And.Match(@"EscapeTests\.cs:\d+"));
    }

    [Test]
    public void Socket_IfAllowed_IsWaitedFor([Values] bool configured)
    {
        using TcpListener listener = Listen();
        RunReport report = Simulation.Observe(() => Connect((IPEndPoint)listener.LocalEndpoint, configured), new RunOptions { ForeignThreads = true });

        Assert.That(report.Exception, Is.Null);
        Assert.That(report.Value, Is.EqualTo(5));
        Assert.That(report.IsReproducible, Is.False);
    }

    [Test]
    public void File_IsReadOnThePool_AndHeld()
    {
        string path = Path.GetTempFileName();
        try
        {
            RunReport report = Simulation.Observe(async () =>
            {
                await File.WriteAllTextAsync(path, "held");
                string text = await File.ReadAllTextAsync(path);
                await File.AppendAllTextAsync(path, " on");
                return text + await File.ReadAllTextAsync(path);
            });

            Assert.That(report.Exception, Is.Null);
            Assert.That(report.Value, Is.EqualTo("heldheld on"));
            Assert.That(report.IsReproducible);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Deadlock_OfPlainCode_NamesEachMethodAndWhatItAwaits()
    {
        RunReport report = Simulation.Observe(
            static async () =>
            {
                var first = new SemaphoreSlim(1);
                var second = new SemaphoreSlim(1);
                await Task.WhenAll(Both(first, second), Both(second, first));
            },
            new RunOptions { Debug = true });

        var deadlock = report.Exception as DeadlockException;
        Assert.That(deadlock, Is.Not.Null);
        SimWait[] waits = [.. deadlock!.Waits.Where(static wait => wait.For == "SemaphoreSlim.WaitAsync")];
        Assert.That(waits.Select(static wait => wait.Method), Is.EqualTo(["EscapeTests.Both", "EscapeTests.Both"]));
        Assert.That(waits.Select(static wait => $"{wait.At}"), Has.All.StartsWith("EscapeTests.cs:"));
    }

    private static async Task Both(SemaphoreSlim one, SemaphoreSlim two)
    {
        await one.WaitAsync();
        await Task.Yield();
        await two.WaitAsync();
        two.Release();
        one.Release();
    }

    private static async Task AwaitsAThread(bool configured)
    {
        var source = new TaskCompletionSource();
        bool begun = false;
        new Thread(() =>
        {
            Volatile.Write(ref begun, true);
            Thread.Sleep(20); // By then the task is awaited. What is completed before is not seen, but that a thread was started is told.
            source.SetResult();
        }).Start();
        while (!Volatile.Read(ref begun))
        {
            Thread.SpinWait(10);
        }

        await source.Task.ConfigureAwait(!configured);
        await Task.Yield();
    }

    // Answers each client, but not so soon that the client has not awaited it.
    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Answer();
        return listener;

        async Task Answer()
        {
            for (; ; )
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte[3]);
                await Task.Delay(50);
                await client.GetStream().WriteAsync(new byte[] { 5 });
            }
        }
    }

    private static async Task<int> Connect(IPEndPoint to, bool configured)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(to).ConfigureAwait(!configured);
        await client.GetStream().WriteAsync(new byte[] { 1, 2, 3 }).ConfigureAwait(!configured);
        byte[] answer = new byte[1];
        await client.GetStream().ReadExactlyAsync(answer).ConfigureAwait(!configured);
        await Task.Delay(1000).ConfigureAwait(!configured);
        return answer[0];
    }
}
