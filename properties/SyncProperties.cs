using FsCheck;

namespace SimAsync.Properties;

/// <summary>What the primitives promise in every interleaving, also to tasks that are cancelled while they wait.</summary>
[TestFixture]
public sealed class SyncProperties
{
    [Property]
    public bool Gather_AnyDelays_GivesResultsInTheOrderOfItsOperands(ulong seed, byte[] delays)
    {
        int[] results = [];
        Run(seed, async Coroutine () => results = await Sim.Gather(delays.Select(static (delay, i) => Sim.Sleep(TimeSpan.FromMilliseconds(delay % 5), i))));
        return results.SequenceEqual(Enumerable.Range(0, delays.Length));
    }

    [Property]
    public bool Sleep_AnyDelay_EndsExactlyThen(ulong seed, ushort[] delays)
    {
        bool exact = true;
        Run(seed, async Coroutine () =>
        {
            async Coroutine Sleeper(int delay)
            {
                TimeSpan before = Sim.Now;
                await Sim.Sleep(delay);
                exact &= Sim.Now == before + TimeSpan.FromMilliseconds(delay);
            }

            await Sim.Gather(delays.Select(static delay => (int)delay).Select(Sleeper));
        });
        return exact;
    }

    [Property]
    public bool TaskGroup_SomeTasksFail_NoneOutlivesItAndEachErrorIsInIt(ulong seed, bool[] fails)
    {
        SimTask[] tasks = [];
        int thrown = 0;
        int told = 0;
        bool ended = true;
        Run(seed, async Coroutine () =>
        {
            async Coroutine Work(bool fail, int delay)
            {
                await Sim.Sleep(delay % 3);
                if (fail)
                {
                    thrown++;
                    throw new InvalidOperationException();
                }
            }

            try
            {
                await TaskGroup.Run(async Coroutine (group) =>
                {
                    tasks = [.. fails.Select((fail, i) => group.CreateTask(Work(fail, i)))];
                    await Sim.Yield();
                });
            }
            catch (AggregateException e)
            {
                told = e.InnerExceptions.Count;
            }

            ended = tasks.All(static task => task.IsDone);
        });
        return ended && told == thrown && (thrown > 0) == fails.Contains(true);
    }

    [Property]
    public bool Timeout_AnyDelayAndWork_ExpiresIffTheWorkTakesLonger(ulong seed, byte delay, byte work)
    {
        bool? expired = null;
        Run(seed, async Coroutine () =>
        {
            try
            {
                await Sim.Timeout(TimeSpan.FromMilliseconds(delay), async Coroutine () => await Sim.Sleep(work));
                expired = false;
            }
            catch (TimeoutException)
            {
                expired = true;
            }
        });

        // At one instant either may be first: that is a choice. A sleep of 0 is over before any timeout but one of 0.
        return expired == (work > delay) || work == delay || (work == 0 && delay == 0);
    }

    private static void Run(ulong seed, Func<Coroutine> main) =>
        Simulation.Run(main, new RunOptions { Strategy = Strategy.Random, Seed = seed });
}
