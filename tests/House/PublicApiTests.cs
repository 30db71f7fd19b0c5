using System.Reflection;
using SimAsync.TestSupport;

namespace SimAsync.Tests.House;

/// <summary>The public surface is what the checked-in PublicApi.*.txt say, until someone accepts a change on purpose.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "SIMASYNC_ACCEPT_API";

    private static readonly string[] Assemblies = ["SimAsync.Scheduler", "SimAsync", "SimAsync.NUnit", "SimAsync.FsCheck"];

    [TestCaseSource(nameof(Assemblies))]
    public void ExportedTypes_OfTheAssembly_AreThoseAccepted(string assembly)
    {
        string file = Path.Combine(Repository.Root, "tests", "House", $"PublicApi.{assembly}.txt");
        IReadOnlyList<string> actual = PublicApi.Lines(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(file, string.Concat(actual.Select(line => line + "\n")));
        }

        string[] accepted = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] difference =
        [
            .. accepted.Except(actual).Select(line => "- " + line),
            .. actual.Except(accepted).Select(line => "+ " + line),
        ];

        Assert.That(difference, Has.Length.Zero, $"""
            The public API of {assembly} is not the accepted one:
            {string.Join(Environment.NewLine, difference)}
            If the change is meant, accept it and commit the file: {Accept}=1 dotnet test tests --filter PublicApi
            """);
    }

    [TestCaseSource(nameof(Assemblies))]
    public void ExportedTypes_OfTheAssembly_BearNoNamespacesName(string assembly)
    {
        Type[] types = Assembly.Load(assembly).GetExportedTypes();
        HashSet<string> words = [.. types.SelectMany(type => type.Namespace!.Split('.')), "SimAsync", "Scheduler"];

        Assert.That(types.Select(type => type.Name.Split('`')[0]).Where(words.Contains), Is.Empty);
    }

    [Test]
    public void Lines_OfATypeWithEveryKindOfMember_NameEachOnce() =>
        Assert.That(PublicApi.Lines(typeof(PublicApiSample<>)).Order(StringComparer.Ordinal), Is.EqualTo(
            [
                "SimAsync.Tests.House.PublicApiSample<T>.Ended: event EventHandler",
                "SimAsync.Tests.House.PublicApiSample<T>.Fill(params List<T>[] parts) -> void, protected, abstract",
                "SimAsync.Tests.House.PublicApiSample<T>.Limit = 8",
                "SimAsync.Tests.House.PublicApiSample<T>.Name: string { get; init; }",
                "SimAsync.Tests.House.PublicApiSample<T>.TryTake<TKey>(TKey key, out T value, int? wait = default) -> bool",
                "SimAsync.Tests.House.PublicApiSample<T>.new(int size), protected",
                "SimAsync.Tests.House.PublicApiSample<T>.this[int index]: T { get; }",
                "SimAsync.Tests.House.PublicApiSample<T>: abstract class, IDisposable",
            ]));
}

/// <summary>What <see cref="PublicApi"/> is tried on: one member of each kind.</summary>
internal abstract class PublicApiSample<T>(int size) : IDisposable
{
    public const int Limit = 8;

    public event EventHandler? Ended;

    public string Name { get; init; } = "";

    protected private int Hidden { get; set; } = size;

    public T this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

    public bool TryTake<TKey>(TKey key, out T value, int? wait = null) => throw new NotSupportedException($"{key} {wait}");

    protected abstract void Fill(params List<T>[] parts);

    void IDisposable.Dispose() => Ended?.Invoke(this, EventArgs.Empty);

    public override string ToString() => Name;
}
