namespace SimAsync.Tests.Readable;

/// <summary>A radio that takes five milliseconds for whatever it does.</summary>
internal sealed class Radio
{
    private const int Latency = 5;

    private bool isOff;

    public Task Wake() => Task.Delay(Latency);

    public Task SayGoodbye() => Task.Delay(Latency);

    public Task Transmit(string packet) =>
        isOff ? throw new ObjectDisposedException(nameof(Radio), $"'{packet}' cannot be sent: the radio is off.") : Task.Delay(Latency);

    public void TurnOff() => isOff = true;
}
