using SimAsync.Traces;

namespace SimAsync.Tests.Node.Page;

/// <summary>The source that the samples pretend to run: each line once, so that places and texts agree.</summary>
internal static class SampleCode
{
    public const int Cache = 0;
    public const int Store = 1;
    public const int Checkout = 2;
    public const int Metrics = 3;
    public const int Tests = 4;
    public const int Ledger = 5;

    public static IReadOnlyList<string> Files { get; } =
    [
        "/home/dev/shop/src/Shop/Caching/Cache.cs", "/home/dev/shop/src/Shop/Storage/Store.cs", "/home/dev/shop/src/Shop/Checkout.cs",
        "/home/dev/shop/src/Shop/Metrics.cs", "/home/dev/shop/tests/Shop.Tests/CacheTests.cs", "/home/dev/shop/src/Shop/Accounts/Ledger.cs",
    ];

    public static IReadOnlyList<TraceCode> Lines { get; } =
    [
        new(Cache, 24, "public async Task Evict(CancellationToken stop)"),
        new(Cache, 28, "await Task.Delay(idle, stop);"),
        new(Cache, 31, "await gate.WaitAsync(stop);"),
        new(Cache, 36, "await log.AppendAsync(oldest); entries.Remove(oldest);"),
        new(Cache, 52, "public async Task Refill(string key)"),
        new(Cache, 57, "var fresh = await store.LoadAsync(key);"),
        new(Cache, 61, "await gate.WaitAsync();"),
        new(Cache, 64, "await log.AppendAsync(key); entries[key] = entries[key] with { Value = fresh };"),
        new(Cache, 70, "await Task.Delay(period);"),
        new(Store, 18, "public async Task<Price> LoadAsync(string key)"),
        new(Store, 21, "await Task.Delay(latency.Next());"),
        new(Checkout, 40, "public async Task Buy(Cart cart)"),
        new(Checkout, 44, "await Task.Delay(thinking);"),
        new(Checkout, 47, "await gate.WaitAsync();"),
        new(Checkout, 51, "await bank.PayAsync(order);"),
        new(Checkout, 60, "private async Task Confirm(Order order, CancellationToken stop)"),
        new(Checkout, 63, "await mail.SendAsync(order.Receipt, stop);"),
        new(Metrics, 12, "private async Task Flush()"),
        new(Metrics, 15, "await Task.Delay(TimeSpan.FromMilliseconds(25));"),
        new(Tests, 33, "public async Task Refill_WhileEvicting_KeepsTheValue()"),
        new(Tests, 41, "await Task.WhenAll(refill, evict, buyers);"),
        new(Tests, 44, "Assert.That(cache.Count, Is.EqualTo(1));"),
        new(Ledger, 15, "public async Task Transfer(Account from, Account to)"),
        new(Ledger, 19, "await from.Gate.WaitAsync();"),
        new(Ledger, 20, "await Task.Delay(audit);"),
        new(Ledger, 22, "await to.Gate.WaitAsync();"),
        new(Ledger, 26, "public async Task Report()"),
        new(Ledger, 30, "await Task.Delay(hour);"),
    ];
}
