using NUnit.Framework.Interfaces;
using SimAsync.NUnit;
using SimAsync.Tests.NUnit;

namespace SimAsync.Examples.Docs;

// docs: coyote-system
/// <summary>The users of a site, each with a name of its own.</summary>
public sealed class Users(IUserTable table)
{
    /// <returns>Whether the name was free.</returns>
    public async Task<bool> Create(string name)
    {
        if (await table.Contains(name))
        {
            return false;
        }

        await table.Insert(name);
        return true;
    }
}
// docs end

/// <summary>A table in a database.</summary>
public interface IUserTable
{
    Task<bool> Contains(string name);

    Task Insert(string name);
}

// docs: coyote-mock
/// <summary>A table in memory. It answers later, as a database does, and refuses a name that it has.</summary>
public sealed class UserTable : IUserTable
{
    private readonly HashSet<string> names = [];

    public async Task<bool> Contains(string name)
    {
        await Task.Yield();
        return names.Contains(name);
    }

    public async Task Insert(string name)
    {
        await Task.Yield();
        if (!names.Add(name))
        {
            throw new InvalidOperationException($"There is a user '{name}' already.");
        }
    }
}
// docs end

/// <summary>The test in docs/coming-from-coyote.md that fails.</summary>
[Explicit("The test fails: it shows how.")]
public sealed class UsersTests
{
    // docs: coyote-test
    [SimTest]
    public async Task Create_TheSameNameTwiceAtOnce_SucceedsOnce()
    {
        var users = new Users(new UserTable());

        bool[] created = await Task.WhenAll(Task.Run(() => users.Create("ann")), Task.Run(() => users.Create("ann")));

        Assert.That(created.Count(static one => one), Is.EqualTo(1));
    }
    // docs end

    internal static ITestResult Run(string test) => NestedRun.Of(typeof(UsersTests), test)[test];
}

/// <summary>The code in docs/coming-from-coyote.md.</summary>
public sealed class CoyoteSnippets
{
    // docs: coyote-engine
    [Test]
    public void Create_TheSameNameTwiceAtOnce_IsFoundAndPlayedAgain()
    {
        ExploreReport report = Simulation.Explore(CreateTwice, new ExploreOptions { Runs = 100, Seed = 7 });

        string trace = report.Failure!.ReplayCode; // One line of text.
        Assert.That(() => Simulation.Replay(trace, CreateTwice), Throws.InvalidOperationException);

        static async Task CreateTwice()
        {
            var users = new Users(new UserTable());
            await Task.WhenAll(users.Create("ann"), users.Create("ann"));
        }
    }
    // docs end

    // docs: coyote-monitors
    [SimTest]
    public async Task Replicas_ANodeFails_AreThreeAgainInTime()
    {
        int alive = 3;
        Sim.Always("a replica is left", () => alive > 0); // A safety monitor.

        await Task.WhenAll(Fail(), Repair());

        async Task Fail()
        {
            await Task.Delay(TimeSpan.FromSeconds(12));
            alive--;
            Sim.Eventually("three replicas again", () => alive == 3, TimeSpan.FromSeconds(10)); // A liveness monitor, hot from here on.
        }

        async Task Repair()
        {
            for (int check = 0; check < 4; check++)
            {
                await Task.Delay(TimeSpan.FromSeconds(5));
                alive = 3;
            }
        }
    }
    // docs end

    // docs: coyote-choices
    private static async Task<string> CallService()
    {
        await Task.Yield();
        if (Sim.Fault("the connection breaks"))
        {
            throw new IOException("The connection broke.");
        }

        return Sim.Choose(3, "what the service answers") switch
        {
            0 => "done",
            1 => "busy",
            _ => "not found",
        };
    }
    // docs end

    // docs: coyote-delays
    [Test]
    public void Delays_OfDifferentLengths_EndInTheirOrder()
    {
        Assert.That(OrdersOf(10, 20), Is.EquivalentTo(["a b"]));
        Assert.That(OrdersOf(10, 10), Is.EquivalentTo(["a b", "b a"]));

        static HashSet<string> OrdersOf(int a, int b)
        {
            var seen = new HashSet<string>();
            Simulation.Explore(async () =>
            {
                var order = new List<string>();
                await Task.WhenAll(Wait("a", a), Wait("b", b));
                seen.Add(string.Join(' ', order));

                async Task Wait(string name, int milliseconds)
                {
                    await Task.Delay(milliseconds);
                    order.Add(name);
                }
            }).ThrowIfFailed();
            return seen;
        }
    }
    // docs end

    // docs: coyote-not-found
    [Test]
    public void Increment_OfTwoThreads_IsNeverTornApartHere()
    {
        ExploreReport report = Simulation.Explore(async () =>
        {
            int count = 0;
            await Task.WhenAll(Task.Run(() => count++), Task.Run(() => count++)); // A data race: no await between the reading and the writing.
            Assert.That(count, Is.EqualTo(2));
        });

        Assert.That(report.Failure, Is.Null);
    }
    // docs end

    internal static string Failure() => UsersTests.Run(nameof(UsersTests.Create_TheSameNameTwiceAtOnce_SucceedsOnce)).Message;

    [Test]
    public void Create_TheDocumentsTest_Fails() => Assert.That(Failure(), Does.Contain("There is a user 'ann' already."));

    [Test]
    public void CallService_EachAnswer_ComesInSomeRun()
    {
        var answers = new HashSet<string>();
        Simulation.Explore(async () =>
        {
            try
            {
                answers.Add(await CallService());
            }
            catch (IOException)
            {
                answers.Add("broken");
            }
        });

        Assert.That(answers, Is.EquivalentTo(["done", "busy", "not found", "broken"]));
    }

    [Test]
    public void Replicas_NobodyRepairs_IsFound()
    {
        ExploreReport report = Simulation.Explore(async () =>
        {
            int alive = 3;
            await Task.Delay(1000);
            alive--;
            Sim.Eventually("three replicas again", () => alive == 3, TimeSpan.FromSeconds(10));
            await Task.Delay(20_000);
        });

        Assert.That(report.Failure!.Exception, Is.TypeOf<InvariantException>().With.Property(nameof(SimulationException.Time)).EqualTo(TimeSpan.FromSeconds(11)));
    }

    // Between the two the other may come on threads, also under the lock: here nothing can come between two statements without an await.
    [Test]
    public void Locks_FreeAgainWithoutAnAwait_AreNotPointsAtWhichOthersCome()
    {
        ExploreReport report = Simulation.Explore(async () =>
        {
            object gate = new();
            int first = 0, second = 0;
            bool apart = false;
            await Task.WhenAll(
                Task.Run(() =>
                {
                    lock (gate)
                    {
                        first = 1;
                    }

                    lock (gate)
                    {
                        second = 1;
                    }
                }),
                Task.Run(() => apart = first != second));
            Assert.That(apart, Is.False);
        });

        Assert.That(report.Failure, Is.Null);
    }
}
