namespace SimAsync.Properties.Oracle;

/// <summary>What is said where there is no oracle.</summary>
public sealed class LiveOracleStartTests
{
    [Test]
    public void Start_WithoutPyodide_SaysHowToInstallIt() =>
        Assert.That(() => LiveOracle.Start(Path.GetTempPath()), Throws.TypeOf<OracleException>().With.Message.Contains("npm ci"));

    [Test]
    public void Start_WithoutNode_SaysThatItIsNeeded()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "node_modules", "pyodide"));
            Assert.That(() => LiveOracle.Start(folder, "no-such-node"), Throws.TypeOf<OracleException>().With.Message.Contains("Node.js").And.Message.Contains("no-such-node"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("x", null, FreshGraphs.SeedVariable)]
    [TestCase("-1", null, FreshGraphs.SeedVariable)]
    [TestCase(null, "0", FreshGraphs.CountVariable)]
    [TestCase(null, "many", FreshGraphs.CountVariable)]
    public void Parse_WhatIsNoNumber_NamesTheVariable(string? seed, string? count, string variable) =>
        Assert.That(() => FreshGraphs.Parse(seed, count), Throws.TypeOf<FormatException>().With.Message.Contains(variable));

    [Test]
    public void Parse_NothingGiven_IsThreeHundredFromOneOn() => Assert.That(FreshGraphs.Parse(null, ""), Is.EqualTo(new FreshGraphs(1, 300)));

    [Test]
    public void Parse_Fresh_IsAnotherSeedEachTime()
    {
        ulong[] seeds = [FreshGraphs.Parse("fresh", null).Seed, FreshGraphs.Parse("fresh", null).Seed];
        Assert.That(seeds, Is.Unique);
    }
}
