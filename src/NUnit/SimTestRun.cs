using NUnit.Framework.Internal;
using SimAsync.Interop;

namespace SimAsync.NUnit;

/// <summary>One interleaving of a test, as far as NUnit's commands have to know of it.</summary>
internal sealed class SimTestRun(Cancellations? cancellations) : IDisposable
{
    private static readonly AsyncLocal<SimTestRun?> Slot = new();

    private CancellationTokenSource? source;
    private long begun;
    private int point;

    /// <summary>The one that the present code belongs to.</summary>
    public static SimTestRun? Current
    {
        get => Slot.Value;
        set => Slot.Value = value;
    }

    /// <summary>The arguments that were made for this run, one for each parameter; null for those that the test has.</summary>
    public object?[]? Arguments { get; init; }

    /// <summary>Who judges what the method returns and throws; null if NUnit does.</summary>
    public IVerdict? Verdict { get; init; }

    /// <summary>What the test method threw, or its result was wrong.</summary>
    public Exception? Thrown { get; set; }

    /// <summary>What NUnit made of it.</summary>
    public TestResult? Result { get; set; }

    /// <summary>Whether the simulation has cancelled the test's token.</summary>
    public bool HasInjectedCancellation { get; private set; }

    /// <summary>The test method is about to be called.</summary>
    /// <param name="given">NUnit's own token, which a <c>[CancelAfter]</c> cancels.</param>
    /// <returns>The token that it gets.</returns>
    public CancellationToken BeginMethod(CancellationToken given)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(given);
        begun = Sim.Loop.StepCount;
        if (cancellations is not null)
        {
            point = Sim.Choose(cancellations.Points + 1, "where the cancellation strikes");
            if (point > 0)
            {
                TestHarness.AtStep(begun + point, Cancel);
            }
        }

        return source.Token;
    }

    /// <summary>The test method has ended.</summary>
    public void MethodEnded()
    {
        if (cancellations is not null && point == 0)
        {
            cancellations.Learn(Sim.Loop.StepCount - begun);
        }
    }

    public void Dispose() => source?.Dispose();

    private void Cancel()
    {
        HasInjectedCancellation = true;
        source!.Cancel();
    }
}
