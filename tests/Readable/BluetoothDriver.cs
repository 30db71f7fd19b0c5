namespace SimAsync.Tests.Readable;

/// <summary>A driver that counts the packets under way, and itself as one more, and turns the radio off when nothing is left.</summary>
internal sealed class BluetoothDriver
{
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Radio radio = new();
    private bool stopping;
    private int pending = 1;

    /// <summary>Sends a packet, unless the driver is about to stop.</summary>
    /// <returns>Whether it was sent.</returns>
    public async Task<bool> Send(string packet)
    {
        if (stopping)
        {
            return false;
        }

        await radio.Wake(); // [1]
        pending++;
        await radio.Transmit(packet);
        Leave();
        return true;
    }

    /// <summary>Lets the packets that are under way arrive, and turns the radio off.</summary>
    public async Task Stop()
    {
        stopping = true;
        await radio.SayGoodbye(); // [2]
        Leave();
        await idle.Task; // [2]
        radio.TurnOff();
    }

    private void Leave()
    {
        if (--pending == 0)
        {
            idle.SetResult();
        }
    }
}
