using NUnit.Framework.Internal;

namespace SimAsync.NUnit;

/// <summary>One interleaving of a test, as far as NUnit's commands have to know of it.</summary>
/// <param name="injects">Whether the simulation may cancel the test's token.</param>
internal sealed class SimTestRun(bool injects) : IDisposable
{
    private static readonly AsyncLocal<SimTestRun?> Slot = new();

    private CancellationTokenSource? source;

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

    /// <summary>The test method is about to be called.</summary>
    /// <param name="takesToken">Whether the method has a parameter for it.</param>
    /// <param name="given">NUnit's own token, which a <c>[CancelAfter]</c> cancels.</param>
    /// <returns>The token that it gets.</returns>
    public CancellationToken BeginMethod(bool takesToken, CancellationToken given)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(given);
        if (injects && takesToken)
        {
            Sim.MayCancel(source, "the test's token");
        }

        return source.Token;
    }

    public void Dispose() => source?.Dispose();
}
