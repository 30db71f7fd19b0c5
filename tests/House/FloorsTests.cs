using Mono.Cecil;

namespace SimAsync.Tests.House;

/// <summary>A folder of src/Sim uses only those below it, and the scheduler knows no task. See CONTRIBUTING.md for the floors.</summary>
public sealed class FloorsTests
{
    [Test]
    public void SimAsync_EveryType_RefersOnlyToItsFloorOrBelow()
    {
        string path = AssemblyPath("SimAsync");
        IReadOnlyDictionary<int, IReadOnlySet<string>> foldersOfToken = SourceFolders.Read(path, "src/Sim");
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        TypeDefinition[] types = [.. module.Types.Where(type => !IsTheCompilers(type))];
        Dictionary<string, IReadOnlySet<string>> foldersOf =
            types.ToDictionary(type => type.FullName, type => foldersOfToken[type.MetadataToken.ToInt32()]);

        AssertNone(Floors.Violations(
            foldersOf,
            types.SelectMany(type => TypeUses.Of(type).Select(used => (type.FullName, used.FullName)))));
    }

    [Test]
    public void Scheduler_EveryReference_IsNeitherToSimAsyncNorToTasks()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(AssemblyPath("SimAsync.Scheduler"));

        AssertNone(
        [
            .. module.AssemblyReferences
                .Where(assembly => assembly.Name.StartsWith("SimAsync", StringComparison.Ordinal))
                .Select(assembly => $"SimAsync.Scheduler (floor 0) refers to the assembly {assembly.Name}"),
            .. module.GetTypeReferences()
                .Where(IsATask)
                .Select(type => $"SimAsync.Scheduler (floor 0) refers to {type.FullName}"),
        ]);
    }

    [Test]
    public void Violations_ReferenceUpwards_IsNamedWithBothFloors()
    {
        IReadOnlyList<string> lines = Floors.Violations(
            Folders(("Loop", ["Kernel"]), ("Gather", ["Tasks"]), ("Sim", [""])),
            [("Gather", "Loop"), ("Loop", "Gather"), ("Loop", "Sim"), ("Sim", "Loop"), ("Loop", "Loop"), ("Loop", "System.Object")]);

        Assert.That(lines, Is.EqualTo(
            [
                "Loop (floor 1) refers to Gather (floor 2)",
                "Loop (floor 1) refers to Sim (floor 8)",
            ]));
    }

    [Test]
    public void Violations_TypeWithoutOneFloor_IsNamed()
    {
        IReadOnlyList<string> lines = Floors.Violations(
            Folders(("Both", ["Tasks", "Kernel"]), ("Ghost", []), ("Stray", ["Cellar"])),
            []);

        Assert.That(lines, Is.EqualTo(
            [
                "Both is spread over the floors 1, 2",
                "Ghost has no source file under src/Sim",
                "Stray is in the folder Cellar, which has no floor: give it one in Floors.OfFolder",
            ]));
    }

    [TestCase("/home/me/SimAsync/src/Sim/Kernel/Loop.cs", "Kernel")]
    [TestCase("C:\\me\\src\\Sim\\Tasks\\Groups\\TaskGroup.cs", "Tasks")]
    [TestCase("/home/me/src/Sim/copy/src/Sim/Simulation.cs", "")]
    [TestCase("/home/me/SimAsync/src/Scheduler/Xoshiro256.cs", null)]
    [TestCase("/home/me/src/Sim/obj/Release/net10.0/Generated.g.cs", null)]
    public void FolderOf_Path_IsTheFirstFolderBelowTheRoot(string path, string? folder) =>
        Assert.That(SourceFolders.FolderOf(path, "src/Sim"), Is.EqualTo(folder));

    /// <summary>The reader and the walker, tried on this test assembly: what it finds here it would find in SimAsync.</summary>
    [Test]
    public void Of_TypesOfThisAssembly_FindsEveryKindOfUseAndEverySource()
    {
        string path = typeof(FloorsTests).Assembly.Location;
        IReadOnlyDictionary<int, IReadOnlySet<string>> folders = SourceFolders.Read(path, "tests");
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        TypeDefinition user = module.Types.Single(type => type.Name == nameof(FloorsTestsUser));
        string[] names =
        [
            .. TypeUses.Of(user).Where(used => used.Scope == module).Select(used => used.Name)
                .Where(name => name != user.Name).Distinct().Order(StringComparer.Ordinal),
        ];

        Assert.That(names, Is.EqualTo(
            [
                nameof(FloorsTestsAttribute), nameof(FloorsTestsBase), nameof(FloorsTestsEnum),
                nameof(FloorsTestsException), nameof(IFloorsTests),
            ]));
        foreach (Type type in (Type[])[typeof(FloorsTestsUser), typeof(IFloorsTests), typeof(FloorsTestsEnum)])
        {
            Assert.That(folders[type.MetadataToken], Is.EqualTo(["House"]), type.Name);
        }
    }

    private static Dictionary<string, IReadOnlySet<string>> Folders(params (string Type, string[] Folders)[] types) =>
        types.ToDictionary(entry => entry.Type, entry => (IReadOnlySet<string>)entry.Folders.ToHashSet());

    private static string AssemblyPath(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    // <Module>, <PrivateImplementationDetails>, anonymous types, and attributes that the compiler embeds.
    private static bool IsTheCompilers(TypeDefinition type) =>
        type.Name.StartsWith('<')
        || type.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "Microsoft.CodeAnalysis.EmbeddedAttribute");

    private static bool IsATask(TypeReference type) =>
        type.Namespace == "System.Threading.Tasks" || type.Namespace.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal);

    private static void AssertNone(IReadOnlyCollection<string> violations) =>
        Assert.That(violations, Has.Count.Zero, string.Join(Environment.NewLine, violations));
}

internal interface IFloorsTests;

internal enum FloorsTestsEnum
{
    Some,
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class FloorsTestsAttribute : Attribute;

internal sealed class FloorsTestsException : Exception;

internal class FloorsTestsBase;

[FloorsTests]
internal sealed class FloorsTestsUser : FloorsTestsBase
{
    public static async Task<int> Use(Func<Task<List<IFloorsTests[]>>> make)
    {
        List<IFloorsTests[]> made = await make();
        try
        {
            return made.ConvertAll(array => Enum.GetNames<FloorsTestsEnum>()[array.Length]).Count;
        }
        catch (FloorsTestsException)
        {
            return 0;
        }
    }
}
