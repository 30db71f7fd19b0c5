using SimAsync.Examples.DoubleLoad;
using SimAsync.Examples.EmptyQueue;
using SimAsync.Examples.LostConnection;
using SimAsync.Examples.LostMoney;
using SimAsync.Examples.StaleArticle;
using SimAsync.Examples.StuckWorkers;

namespace SimAsync.Examples;

/// <summary>What `dotnet run --project examples -c Release` shows.</summary>
public static class Program
{
    /// <summary>
    /// Finds each example's bug, prints how to see it again, plays it again, and tries the repaired class. The bugs are expected, so the exit code
    /// is 0 if each was found and mended, and 1 if not.
    /// </summary>
    public static int Main()
    {
        Example[] examples = [RateCacheTests.Example, BankTests.Example, WorkerPoolTests.Example, ConnectionPoolTests.Example, ArticleCacheTests.Example, QueueTests.Example];
        int failed = examples.Count(static example => !example.Show(Console.Out));
        Console.WriteLine(failed == 0 ? $"All {examples.Length} as described." : $"{failed} of {examples.Length} NOT as described.");
        return failed == 0 ? 0 : 1;
    }
}
