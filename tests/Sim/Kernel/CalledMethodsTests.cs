using System.Reflection;
using System.Runtime.CompilerServices;
using SimAsync.Kernel;

namespace SimAsync.Tests.Kernel;

/// <summary>What a user's method called, where the stack may have lost a frame: the framework's short methods stand within the one that calls them.</summary>
public sealed class CalledMethodsTests
{
    private static readonly MethodBase Sleep = Framework(typeof(Thread), nameof(Thread.Sleep), typeof(int));
    private static readonly MethodBase MonitorWait = Framework(typeof(Monitor), nameof(Monitor.Wait), typeof(object), typeof(int));

    [TestCase(nameof(Sleeps), "Thread.Sleep")]
    [TestCase(nameof(SleepsInAHelper), "Thread.Sleep")]
    [TestCase(nameof(SleepsByADelegate), "Thread.Sleep")]
    [TestCase(nameof(WaitsForAnEvent), "ManualResetEventSlim.Wait")]
    [TestCase(nameof(WaitsForAnEventInAHelper), "ManualResetEventSlim.Wait")]
    [TestCase(nameof(WaitsInAGeneric), "Task`1.get_Result")]
    [TestCase(nameof(WaitsInASwitch), "CountdownEvent.Wait")]
    [TestCase(nameof(MakesALazyValue), "Lazy`1.get_Value")]
    [TestCase(nameof(CallsNothing), "Thread.Sleep")]
    [TestCase(nameof(CallsItself), "Thread.Sleep")]
    public void Behind_SleepThatTheStackShows_IsWhatTheCodeCalls(string method, string called) => Assert.That(Behind(method, Sleep), Is.EqualTo(called));

    [TestCase(nameof(WaitsForAnEvent), "ManualResetEventSlim.Wait")]
    [TestCase(nameof(WaitsInAGeneric), "Task`1.get_Result")]
    [TestCase(nameof(WaitsForAMonitor), "Monitor.Wait")]
    public void Behind_WaitThatTheStackShows_IsWhatTheCodeCalls(string method, string called) => Assert.That(Behind(method, MonitorWait), Is.EqualTo(called));

    [Test]
    public void Behind_AnOverrideOfWhatIsCalled_IsIt()
    {
        MethodBase seen = Framework(typeof(AutoResetEvent).BaseType!.BaseType!, nameof(WaitHandle.WaitOne), typeof(int));
        Assert.That(Behind(nameof(WaitsForAHandle), seen), Is.EqualTo("WaitHandle.WaitOne"));
        MethodBase dispose = typeof(Timer).GetMethod(nameof(Timer.Dispose), Type.EmptyTypes)!;
        Assert.That(Behind(nameof(Disposes), dispose), Is.EqualTo("Timer.Dispose"));
    }

    [TestCase(nameof(WaitsForAHandle), "WaitHandle.WaitOne")]
    [TestCase(nameof(WaitsForAnEventInAHelper), "ManualResetEventSlim.Wait")]
    [TestCase(nameof(CallsNothing), null)]
    public void Behind_NothingThatTheStackShows_IsWhatTheCodeCalls(string method, string? called) => Assert.That(Behind(method, null), Is.EqualTo(called));

    [TestCase(nameof(WaitsForAnEvent), "ManualResetEventSlim.Wait")]
    [TestCase(nameof(WaitsForAnEventInAHelper), "ManualResetEventSlim.Wait")]
    [TestCase(nameof(WaitsForAMonitor), "Monitor.Wait")]
    [TestCase(nameof(TakesALock), "Monitor.Enter")]
    [TestCase(nameof(CallsNothing), "Monitor.Wait")]
    public void Below_AMethodThatTheStackDoesNotShow_IsWhatItCalls(string method, string called)
    {
        MethodBase slowPath = typeof(Monitor).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).First(static one => one.Name.StartsWith("Enter", StringComparison.Ordinal) && one.Name != "Enter");
        MethodBase wait = Framework(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait));
        MethodBase machinery = typeof(Task).GetMethod("InnerInvoke", BindingFlags.Instance | BindingFlags.NonPublic)!;
        (MethodBase? found, int offset) = CalledMethods.Below(User(method), method == nameof(TakesALock) ? [slowPath, machinery] : [MonitorWait, wait, machinery]);
        Assert.That($"{found!.DeclaringType!.Name}.{found.Name}", Is.EqualTo(called));
        Assert.That(offset, method is nameof(CallsNothing) ? Is.Zero : Is.GreaterThan(0));
    }

    [Test]
    public void Behind_TheNextCall_IsTaken()
    {
        MethodBase method = User(nameof(WaitsTwice));
        Assert.That(CalledMethods.Behind(method, 0, Sleep)!.DeclaringType, Is.EqualTo(typeof(ManualResetEventSlim)));
        Assert.That(Enumerable.Range(0, 40).Select(offset => CalledMethods.Behind(method, offset, Sleep)!.DeclaringType).Distinct(), Is.EqualTo(new[] { typeof(ManualResetEventSlim), typeof(Barrier), typeof(Thread) }));
    }

    [Test]
    public void Behind_AnyMethodOfTheFramework_IsReadToItsEnd()
    {
        // Nobody's code is refused, whatever opcodes it has.
        foreach (MethodBase method in typeof(Enumerable).Assembly.GetTypes().Concat(typeof(object).Assembly.GetTypes().Take(400)).SelectMany(static type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)))
        {
            Assert.That(CalledMethods.Behind(method, 0, Sleep), Is.Not.Null);
        }
    }

    private static string? Behind(string user, MethodBase? seen) =>
        CalledMethods.Behind(User(user), 0, seen) is { } called ? $"{called.DeclaringType!.Name}.{called.Name}" : null;

    private static MethodBase User(string name) => typeof(CalledMethodsTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static MethodBase Framework(Type type, string name, params Type[] parameters) => type.GetMethod(name, parameters)!;

#pragma warning disable RS0030 // None of these is run.
    private static void Sleeps() => Thread.Sleep(1);

    private static void SleepsInAHelper() => Sleeps();

    private static void SleepsByADelegate(Action<int> sleep) => sleep(1);

    private static void WaitsForAnEvent(ManualResetEventSlim set) => set.Wait();

    private static void WaitsForAnEventInAHelper(ManualResetEventSlim set) => WaitsForAnEvent(set);

    private static int MakesALazyValue(Lazy<int> lazy) => lazy.Value;

    private static T WaitsInAGeneric<T>(Task<T> task) => task.Result;

    private static void WaitsForAMonitor(object gate) => Monitor.Wait(gate, 5);

    private static void TakesALock(object gate)
    {
        lock (gate)
        {
        }
    }

    private static void WaitsForAHandle(AutoResetEvent handle) => handle.WaitOne(5);

    private static void Disposes(IDisposable disposable) => disposable.Dispose();

    private static void CallsNothing()
    {
    }

    private static void CallsItself() => CallsItself();

    private static string WaitsInASwitch(int kind, CountdownEvent count)
    {
        switch (kind)
        {
            case 0:
            case 1:
                return string.Concat("a", kind.ToString());
            case 2:
                return "b";
            case 3:
                return $"{3.5 * kind}{long.MaxValue}";
            default:
                count.Wait();
                return RuntimeHelpers.GetHashCode(count) > 0 ? "c" : "d";
        }
    }

    private static void WaitsTwice(ManualResetEventSlim first, Barrier second)
    {
        first.Wait();
        second.SignalAndWait();
    }
#pragma warning restore RS0030
}
