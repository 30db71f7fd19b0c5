using System.Text;
using SimAsync.Exploration;
using SimAsync.Tests.Cli;

namespace SimAsync.Tests.Exploration;

public sealed class CorpusTests
{
    private const string Name = "Bank.Deposit(1, \"ü\")";

    private TemporaryFolder folder = null!;

    private string Corpus => Path.Combine(folder.Path, "deep", "corpus");

    private string CorpusPath => Path.Combine(Corpus, CorpusFile.NameOf(Name));

    private ExploreOptions Options => new() { Corpus = Corpus, CorpusName = Name };

    [SetUp]
    public void SetUp() => folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => folder.Dispose();

    [Test]
    public void Explore_AFailure_IsKeptAndFoundAgainFirst()
    {
        ExploreReport first = Simulation.Explore(LostUpdate, Options);
        string[] lines = File.ReadAllLines(CorpusPath);
        Assert.That(lines, Is.EqualTo(new[] { $"# {Name}", $"{first.Failure!.ReplayCode} # FormatException, portfolio, seed 0" }));
        Assert.That((first.Failure.CorpusPlace, first.Notes.Count), Is.EqualTo(((string?)null, 0)));

        // Each shard plays it, and no strategy of its own would find it.
        ExploreReport again = Simulation.Explore(LostUpdate, Options with { Strategy = Strategy.InOrder, Shard = new Shard(1, 2) });
        Assert.That((again.Runs, again.Failure!.Run, again.Failure.CorpusPlace, again.Failure.ShrinkRuns), Is.EqualTo((0, 0, $"{CorpusPath}:2", 0)));
        Assert.That((again.Failure.Exception.GetType(), again.Failure.ReplayCode), Is.EqualTo((typeof(FormatException), first.Failure.ReplayCode)));
        Assert.That(again.ToString(), Does.StartWith("FormatException: ").And.Contain($"\nA kept run failed again ({CorpusPath}:2)\n"));
        Assert.That(File.ReadAllLines(CorpusPath), Is.EqualTo(lines));
    }

    [Test]
    public void Explore_AKeptRunThatPasses_StaysAndTheOthersAreMade()
    {
        Simulation.Explore(() => Deposit(isWrong: true), Options);
        string before = File.ReadAllText(CorpusPath);

        ExploreReport repaired = Simulation.Explore(() => Deposit(isWrong: false), Options with { Runs = 10 });
        Assert.That((repaired.Runs, repaired.Failure, repaired.Notes.Count), Is.EqualTo((10, (SimulationFailure?)null, 0)));
        Assert.That(File.ReadAllText(CorpusPath), Is.EqualTo(before));
        Assert.That(Simulation.Explore(() => Deposit(isWrong: true), Options).Failure!.CorpusPlace, Is.Not.Null);
    }

    [Test]
    public void Explore_AKeptRunThatDrewChance_IsTheSameAgain()
    {
        async Coroutine Draws()
        {
            await Sim.Yield();
            int drawn = Sim.Random.Next(20);
            throw new FormatException($"drew {drawn}");
        }

        string message = Simulation.Explore(Draws, Options with { Seed = 77 }).Failure!.Exception.Message;
        Assert.That(Simulation.Explore(Draws, Options with { Seed = 5 }).Failure!.Exception.Message, Is.EqualTo(message));
    }

    [Test]
    public void Explore_AKeptRunThatNoLongerFits_IsTakenOutAndToldOf()
    {
        string code = Simulation.Explore(LostUpdate, Options).Failure!.ReplayCode;
        string old = File.ReadAllText(CorpusPath);
        File.WriteAllText(CorpusPath, $"{old}{code}\nnot a code\n# a remark with {code}");

        ExploreReport report = Simulation.Explore(Other, Options with { Runs = 5 });

        Assert.That((report.Runs, report.Failure), Is.EqualTo((5, (SimulationFailure?)null)));
        Assert.That(report.Notes, Has.Count.EqualTo(2));
        Assert.That(report.Notes[0], Does.StartWith($"{CorpusPath}:4: The replay code cannot be read").And.EndsWith("The line is passed over, and left as it is."));
        Assert.That(report.Notes[1], Does.StartWith($"{CorpusPath}:2: this code no longer fits the test, and was taken out: {code}\n"));
        Assert.That(File.ReadAllText(CorpusPath), Is.EqualTo($"# {Name}\nnot a code\n# a remark with {code}\n"));

        static async Coroutine Other()
        {
            for (int i = 0; i < 5; i++)
            {
                await Sim.Gather(Step(), Step(), Step(), Step());
            }
        }

        static async Coroutine Step() => await Sim.Yield();
    }

    [Test]
    public void Explore_LinesThatAreNone_AreLeftByteForByte()
    {
        byte[] garbage = [0xEF, 0xBB, 0xBF, .. "# a remark\r\n\r\n   \tsim2.AAAA newer\r\n"u8, 0, 0xFF, 0xFE, (byte)'\n', .. "sim1.AAUIAgAAAABZWU9ZT5mdO1x"u8];
        Directory.CreateDirectory(Corpus);
        File.WriteAllBytes(CorpusPath, garbage);

        ExploreReport report = Simulation.Explore(LostUpdate, Options);

        Assert.That(report.Failure!.Run, Is.Positive);
        Assert.That(report.Notes, Has.Count.EqualTo(1));
        Assert.That(report.Notes[0], Does.Contain("lines like it are passed over, and left as they are."));
        byte[] after = File.ReadAllBytes(CorpusPath);
        Assert.That(after.Take(garbage.Length), Is.EqualTo(garbage));
        Assert.That(Encoding.ASCII.GetString(after[garbage.Length..]), Is.EqualTo($"\n{report.Failure.ReplayCode} # FormatException, portfolio, seed 0\n"));
        Assert.That(Simulation.Explore(LostUpdate, Options).Failure!.CorpusPlace, Is.EqualTo($"{CorpusPath}:6"));
    }

    [Test]
    public void Keep_ManyWritersAtOnce_LoseNothing()
    {
        SimulationFailure[] failures = [.. Enumerable.Range(2, 20).Select(static count => Simulation.Explore(() => Waits(count)).Failure!)];
        Assert.That(failures.Select(static failure => failure.ReplayCode), Is.Unique);

        // A thread each, and each file as another process would have it. Each code comes twice.
        Thread[] threads =
        [
            .. failures.Concat(failures).Select(failure => new Thread(() =>
            {
                var file = new CorpusFile(Corpus, Name);
                file.Keep(failure);
                Assert.That(file.Notes, Is.Empty);
            })),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        string[] lines = File.ReadAllLines(CorpusPath);
        Assert.That(lines.Skip(1).Select(static line => line.Split(' ')[0]), Is.EquivalentTo(failures.Select(static failure => failure.ReplayCode)));
        Assert.That(Directory.GetFiles(Corpus).Select(Path.GetFileName), Is.EquivalentTo(new[] { ".lock", CorpusFile.NameOf(Name) }));

        static async Coroutine Waits(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await Sim.Gather(Sim.Sleep(1), Sim.Sleep(1));
            }

            throw new FormatException();
        }
    }

    [Test]
    public void Keep_WhileAnotherHoldsTheLock_WaitsForIt()
    {
        SimulationFailure failure = Simulation.Explore(LostUpdate).Failure!;
        Directory.CreateDirectory(Corpus);
        var file = new CorpusFile(Corpus, Name);
        var thread = new Thread(() => file.Keep(failure));
        using (new FileStream(Path.Combine(Corpus, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            thread.Start();
            SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), 1000);
            Assert.That(CorpusPath, Does.Not.Exist);
        }

        thread.Join();
        Assert.That(file.Notes, Is.Empty);
        Assert.That(CorpusPath, Does.Exist);
    }

    [Test]
    public void Explore_ACorpusThatIsAFile_StillReportsTheFailureAndSaysWhy()
    {
        string file = folder.Write("file", "text");
        ExploreReport report = Simulation.Explore(LostUpdate, Options with { Corpus = file });

        Assert.That(report.Failure!.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Notes, Has.Some.Contains($"{report.Failure.ReplayCode} cannot be kept: "));
        Assert.That(File.ReadAllText(file), Is.EqualTo("text\n"));
    }

    [Test]
    public void Explore_AFileThatIsAFolder_StillReportsTheFailureAndSaysWhy()
    {
        Directory.CreateDirectory(CorpusPath);
        ExploreReport report = Simulation.Explore(LostUpdate, Options);

        Assert.That(report.Failure!.Exception, Is.TypeOf<FormatException>());
        Assert.That(report.Notes, Has.Count.EqualTo(2));
        Assert.That(report.Notes[0], Does.StartWith($"{CorpusPath}: it cannot be read: "));
        Assert.That(report.Notes[1], Does.Contain("cannot be kept: "));
        Assert.That(Directory.GetFiles(Corpus).Select(Path.GetFileName), Is.EqualTo(new[] { ".lock" }));
    }

    [Test]
    public void Explore_AFolderThatIsReadOnly_PlaysItAndSaysWhatCannotBeTakenOut()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Whoever runs this may write everywhere.");
            return;
        }

        Simulation.Explore(LostUpdate, Options);
        File.Delete(Path.Combine(Corpus, ".lock"));
        File.SetUnixFileMode(Corpus, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.That(Simulation.Explore(LostUpdate, Options).Failure!.CorpusPlace, Is.Not.Null);
            ExploreReport report = Simulation.Explore(static async () => await Task.Delay(1), Options with { Runs = 1 });
            Assert.That(report.Notes, Has.Some.Contains("it cannot be changed: ").And.Some.Contains("this code no longer fits the test: "));
        }
        finally
        {
            File.SetUnixFileMode(Corpus, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Test]
    public void Explore_AFailureThatDoesNotComeAgain_IsNotKept()
    {
        int calls = 0;
        ExploreReport report = Simulation.Explore(
            async Coroutine () =>
            {
                await Sim.Yield();
                if (calls++ == 0)
                {
                    throw new FormatException();
                }
            },
            Options);

        Assert.That(report.Failure!.IsReproducible, Is.False);
        Assert.That(report.Notes, Is.EqualTo(new[] { $"{CorpusPath}: the failure is not kept, because playing it again gave something else." }));
        Assert.That(CorpusPath, Does.Not.Exist);
    }

    [Test]
    public void Options_ThatCannotBe_Throw()
    {
        Assert.That(() => new ExploreOptions { Corpus = " " }, Throws.ArgumentException);
        Assert.That(() => new ExploreOptions { CorpusName = "" }, Throws.ArgumentException);
        Assert.That(() => Simulation.Explore(LostUpdate, new ExploreOptions { Corpus = Corpus }), Throws.ArgumentException.With.Message.Contains("CorpusName"));
        Assert.That(Simulation.Explore(LostUpdate, Options with { Corpus = "a\0b", Runs = 1 }).Notes, Has.Count.EqualTo(1));
    }

    [Test]
    public void NameOf_Tests_IsReadableAndTheirOwn()
    {
        string[] tests = ["A.b", "a.b", "A b", "A  b", "A/b", @"A\b", "../../etc/passwd", "..", "con", "", "ü", "a\nb", new string('x', 500), new string('x', 501), "x\ud800"];
        string[] names = [.. tests.Select(CorpusFile.NameOf)];

        Assert.That(names.Select(static name => name.ToUpperInvariant()), Is.Unique);
        Assert.That(names, Has.All.Match(@"^[A-Za-z0-9_.-]{0,80}-[0-9a-f]{12}\.txt$"));
        Assert.That(names[0], Is.EqualTo("A.b-4ff54a775f90.txt"));
        Assert.That(names, Has.None.StartsWith("."));
    }

    private static Coroutine LostUpdate() => Deposit(isWrong: true);

    private static async Coroutine Deposit(bool isWrong)
    {
        int balance = 0;
        async Coroutine Add(int amount)
        {
            int before = balance;
            await Sim.Yield();
            balance = isWrong && amount == 10 ? before + amount : balance + amount;
        }

        await Sim.Gather(Add(10), Add(1));
        if (balance != 11 && isWrong)
        {
            throw new FormatException($"{balance}");
        }
    }
}
