namespace SimAsync.Kernel;

/// <summary>What is asked of a source of cancellation.</summary>
internal static class Tokens
{
    /// <summary>Whether cancelling it would do anything: not if that has been done, or it was disposed of.</summary>
    public static bool IsOpen(CancellationTokenSource source)
    {
        if (source.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            _ = source.Token;
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
