namespace SimAsync.Bench.Ratios;

/// <summary>Beside CPython's asyncio, which has one order and real time. Two ways: a loop for each run, as a test has it, and one that is kept.</summary>
internal sealed class AsyncioPeer : Peer
{
    // Windows has python, and seldom python3.
    private static readonly string[] Names = ["python3", "python"];

    private string python = "";

    public override string Name => "peer-asyncio";

    protected override bool IsInOrder => true;

    protected override Limit Wanted => Limit.AtLeast(30);

    protected override string? Prepare(out string? why)
    {
        why = null;
        foreach (string name in Names)
        {
            if (PeerScript.Run(name, ["-c", "import asyncio, platform; print('CPython', platform.python_version())"], PeerScript.Folder, out why) is { } version)
            {
                python = name;
                return version;
            }
        }

        return null;
    }

    protected override string? RunPeer(out string? why) => PeerScript.Run(python, ["asyncio_peer.py"], PeerScript.Folder, out why);

    protected override void ReportMore(Report report, double[] ours, double[][] peer) =>
        report.Add($"{Name}-kept-loop", MedianRatio(ours, peer, 1), "x");
}
