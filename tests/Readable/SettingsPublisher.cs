namespace SimAsync.Tests.Readable;

/// <summary>The server that clients connect to: its address, and the certificate that it shows. Both are replaced while clients read them.</summary>
internal sealed class SettingsPublisher
{
    private string address = "old.example";
    private string certificate = "old.example";

    public async Task Publish(string server)
    {
        address = server;
        await Log($"address {server}"); // [1]
        certificate = server;
        await Log($"certificate {server}");
    }

    public async Task<(string Address, string Certificate)> Read()
    {
        string first = address;
        await Log("read"); // [2]
        return (first, certificate);
    }

    private static async Task Log(string line)
    {
        await Task.Yield();
        TestContext.Out.WriteLine(line);
    }
}
