namespace SimAsync.Tests.Kernel;

/// <summary>A continuation that plain code posts is a step, and costs no memory.</summary>
[NonParallelizable] // It counts what this thread allocates, and the runtime may box once or twice where it swaps in better code.
public sealed class PostedContinuationTests
{
    [Test]
    public void Yield_ManyTimes_AllocatesNothingAStep()
    {
        const int Short = 1_000;
        const int Long = 101_000;
        double least = Enumerable.Range(0, 5).Min(static _ => (double)(Allocated(Long) - Allocated(Short)) / (2 * (Long - Short)));

        Assert.That(least, Is.LessThan(0.1));
    }

    private static long Allocated(int yields)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Simulation.Run(() => Task.WhenAll(Yield(yields), Yield(yields)), new RunOptions { MaxSteps = int.MaxValue, LivelockSteps = null });
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task Yield(int yields)
    {
        for (int i = 0; i < yields; i++)
        {
            await Task.Yield();
        }
    }
}
