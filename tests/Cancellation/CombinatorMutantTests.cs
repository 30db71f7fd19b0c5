using SimAsync.TestSupport;
using SimAsync.TestSupport.Mutants;

namespace SimAsync.Tests.Cancellation;

/// <summary>Cancelled between any two steps, SimAsync's combinators hold what they promise; and mistakes planted in them are found.</summary>
public sealed class CombinatorMutantTests
{
    // All are found in the first 20; a thousand would do.
    private const string Runs = "200";

    private static MutantBuild? build;

    private static IEnumerable<string> Mutants => CombinatorMutants.All.Select(static mutant => mutant.Name);

    private static IEnumerable<string> Scenarios => CancellationScenarios.All.Keys;

    [OneTimeSetUp]
    public static void Compile() => build = MutantBuild.Make(Repository.Root, AppContext.BaseDirectory, CombinatorMutants.All);

    [OneTimeTearDown]
    public static void Delete() => build?.Dispose();

    [TestCaseSource(nameof(Scenarios))]
    public void Scenario_CancelledAnywhere_Holds(string name) =>
        Assert.That(CancellationScenarios.Explore(name, 1000), Is.Null);

    [Test]
    public void Mutants_AllOff_NoneIsFound()
    {
        var (code, output) = build!.Run(null, "SimAsync.Tests.dll", "cancellation", Runs);

        Assert.That((code, output), Is.EqualTo((0, "")));
    }

    [TestCaseSource(nameof(Mutants))]
    public void Mutant_CancelledAnywhere_IsFound(string name)
    {
        var (code, output) = build!.Run(CombinatorMutants.All.Single(mutant => mutant.Name == name), "SimAsync.Tests.dll", "cancellation", Runs);

        TestContext.Out.Write(output);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain(": run "));
    }
}
