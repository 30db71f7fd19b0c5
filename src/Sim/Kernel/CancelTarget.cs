namespace SimAsync.Kernel;

/// <summary>What may be cancelled between two steps. Disposing of it takes it back.</summary>
/// <param name="label">What it is.</param>
/// <param name="isOpen">Whether cancelling it would still do anything.</param>
/// <param name="handle">The step that cancels it.</param>
internal sealed class CancelTarget(string label, Func<bool> isOpen, SimHandle handle) : IDisposable
{
    private bool isTakenBack;

    public string Label => label;

    public SimHandle Handle => handle;

    public bool IsOpen => !isTakenBack && isOpen();

    public void Dispose() => isTakenBack = true;
}
