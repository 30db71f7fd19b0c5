using SimAsync.TestSupport;
using SimAsync.TestSupport.Mutants;

namespace SimAsync.Properties.Mutants;

/// <summary>The laws bite: each mutant of the tasks and of the primitives breaks the law that is named beside it, in a process of its own; with none of them the laws hold.</summary>
public sealed class MutantTests
{
    private const string Suite = "SimAsync.Properties.dll";

    private static readonly LawMutant[] All = [.. TaskMutants.All, .. SyncMutants.All];

    private static MutantBuild? build;
    private static int tried;

    private static IEnumerable<string> Names => All.Select(static mutant => mutant.Mutant.Name);

    private static IEnumerable<string> Laws => All.Select(static mutant => mutant.Law).Distinct();

    [OneTimeSetUp]
    public static void Compile()
    {
        TestContext.Progress.WriteLine($"Compiling {All.Length} mutants.");
        build = MutantBuild.Make(Repository.Root, AppContext.BaseDirectory, [.. All.Select(static mutant => mutant.Mutant)]);
    }

    [OneTimeTearDown]
    public static void Delete() => build?.Dispose();

    [TestCaseSource(nameof(Names))]
    public void Mutant_On_BreaksItsLaw(string name)
    {
        LawMutant mutant = All.Single(mutant => mutant.Mutant.Name == name);
        if (Interlocked.Increment(ref tried) is var number && number % 10 == 0)
        {
            TestContext.Progress.WriteLine($"{number} of {All.Length} mutants tried.");
        }

        var (code, output) = build!.Run(mutant.Mutant, Suite, "law", mutant.Law);

        TestContext.Out.Write(output);
        Assert.That(code, Is.EqualTo(1), $"{mutant.Law} holds with it\n{output}");
    }

    [TestCaseSource(nameof(Laws))]
    public void Law_AllMutantsOff_Holds(string law)
    {
        var (code, output) = build!.Run(null, Suite, "law", law);

        Assert.That((code, output), Is.EqualTo((0, "")));
    }
}
