using SimAsync.Scheduler;

namespace SimAsync.Tests.Scheduler;

public sealed class RandomChooserTests
{
    // Golden: a seed is part of bug reports, so a changed sequence is a decision that stands in CHANGELOG.md.
    [TestCase(0UL, "1 2 0 2 4 6 3 4 8 10 1 0 1 9 7 5 12 3 10 1 6 11 7 15 25 8 18 26 29 27")]
    [TestCase(1UL, "1 1 2 1 4 1 0 3 8 6 11 12 13 10 9 15 1 9 0 1 10 11 14 8 10 5 10 24 22 30")]
    [TestCase(ulong.MaxValue, "1 2 2 3 3 5 2 6 6 6 3 0 6 7 3 13 3 14 8 9 1 13 18 12 23 6 6 13 17 1")]
    public void Choose_FromASeed_GivesThePinnedSequence(ulong seed, string expected)
    {
        IChooser chooser = new RandomChooser(seed);

        Assert.That(string.Join(' ', Enumerable.Range(2, 30).Select(chooser.Choose)), Is.EqualTo(expected));
    }

    [Test]
    public void Choose_AmongSteps_DrawsAsAmongNumbers()
    {
        IChooser steps = new RandomChooser(5);
        IChooser numbers = new RandomChooser(5);
        var ready = new Step[7];

        Assert.That(Enumerable.Range(0, 100).Select(_ => steps.Choose(ready)), Is.EqualTo(Enumerable.Range(0, 100).Select(_ => numbers.Choose(7))));
        Assert.That(steps.InPasses, Is.False);
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(10)]
    [TestCase(64)]
    public void Choose_ManyTimes_IsUniform(int count)
    {
        // Pearson's chi-square of 100,000 draws in n cells has n - 1 degrees of freedom, mean n - 1 and variance 2(n - 1).
        // Its bound here is the mean and six standard deviations, plus 36 for the skew of few degrees of freedom. By Laurent and Massart
        // (2000), P(X >= k + 2 sqrt(k x) + 2 x) <= exp(-x): with x = 18 that bound is k + 8.49 sqrt(k) + 36, so a right generator fails
        // for less than exp(-18) = 1.6e-8 of all seeds. The seed is fixed, so it fails always or never.
        const int Draws = 100_000;
        IChooser chooser = new RandomChooser(2026);
        int[] seen = new int[count];
        for (int i = 0; i < Draws; i++)
        {
            seen[chooser.Choose(count)]++;
        }

        double expected = (double)Draws / count;
        double chiSquare = seen.Sum(n => (n - expected) * (n - expected) / expected);
        double degrees = count - 1;
        Assert.That(chiSquare, Is.LessThan(degrees + (2 * Math.Sqrt(degrees * 18)) + 36));
    }

    [Test]
    public void Choose_InARun_OrdersThreeTasksEachWayEquallyOften()
    {
        // Six orders, 6,000 runs: five degrees of freedom. By the bound above with x = 18: 5 + 2 sqrt(90) + 36 = 59.97, exceeded with a
        // chance below 1.6e-8. Three tasks are ready together, and each choice among those left is uniform, so each order has the chance 1/6.
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 6000; seed++)
        {
            string order = Simulation.Run(
                static async Coroutine<string> () =>
                {
                    string order = "";
                    var tasks = new List<SimFuture>();
                    foreach (char name in "abc")
                    {
                        tasks.Add(Sim.CreateTask(One(name)));
                    }

                    await Sim.Wait(tasks);
                    return order;

#pragma warning disable CS1998 // One step is what is wanted.
                    async Coroutine One(char name) => order += name;
#pragma warning restore CS1998
                },
                new RunOptions { Strategy = Strategy.Random, Seed = seed });
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.That(seen, Has.Count.EqualTo(6));
        Assert.That(seen.Values.Sum(static n => (n - 1000.0) * (n - 1000.0) / 1000.0), Is.LessThan(59.97));
    }
}
