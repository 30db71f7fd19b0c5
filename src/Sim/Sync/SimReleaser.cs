namespace SimAsync;

/// <summary>Releases what was acquired, at the end of a <c>using</c>.</summary>
public readonly struct SimReleaser : IDisposable
{
    private readonly Action release;

    internal SimReleaser(Action release) => this.release = release;

    /// <summary>Releases it. Once only: twice is the error that releasing twice is.</summary>
    public void Dispose() => release();
}
