namespace SimAsync.Bench.Ratios;

/// <summary>Beside fast-check's scheduler, on Node: promises instead of steps, and the same idea.</summary>
internal sealed class FastCheckPeer : Peer
{
    public override string Name => "peer-fast-check";

    protected override Limit Wanted => Limit.AtLeast(10);

    private static string Home => Path.Combine(PeerScript.Folder, "fast-check");

    protected override string? Prepare(out string? why)
    {
        string package = Path.Combine(Home, "node_modules", "fast-check");
        if (PeerScript.Run("node", ["--version"], Home, out why) is not { } node)
        {
            return null;
        }

        // The lock file says which version; its integrity hashes say that it is the right one.
        if (!Directory.Exists(package)
            && PeerScript.Run("npm", ["install", "--no-audit", "--no-fund", "--no-save", "--omit-lockfile-registry-resolved=true"], Home, out why) is null)
        {
            return null;
        }

        return PeerScript.Run("node", ["-p", "'fast-check ' + require('fast-check/package.json').version"], Home, out why) is { } version
            ? $"{version} on Node {node}"
            : null;
    }

    protected override string? RunPeer(out string? why) => PeerScript.Run("node", ["peer.mjs"], Home, out why);
}
