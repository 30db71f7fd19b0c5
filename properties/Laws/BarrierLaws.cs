using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Barriers.</summary>
[TestFixture]
public sealed class BarrierLaws
{
    private readonly List<Comer> comers = [];
    private int passed;

    private IEnumerable<Comer> StillThere => comers.Where(static comer => !comer.HasEnded);

    /// <summary>In each of many rounds nobody passes before all have come, all pass at that instant, and their numbers are 0 to n - 1, each once.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Wait_AnyRounds_NobodyPassesBeforeAllHaveCome(Few parties, Visit[] visits)
    {
        var barrier = new SimBarrier(parties.Count);
        int[] come = new int[visits.Length];
        TimeSpan[] complete = new TimeSpan[visits.Length];
        List<int>[] numbers = [.. visits.Select(static _ => new List<int>())];
        var crew = new Crew();
        for (int party = 0; party < parties.Count; party++)
        {
            crew.Start(Party(party));
        }

        await crew.End();
        Law.Holds(Array.TrueForAll(numbers, round => round.Order().SequenceEqual(Enumerable.Range(0, parties.Count))), "a number was given twice, or not");
        Law.Holds(barrier is { Waiting: 0, IsBroken: false }, "it is not empty at the end");

        async Coroutine Party(int party)
        {
            for (int round = 0; round < visits.Length; round++)
            {
                await Sim.Sleep(visits[(round + party) % visits.Length].Comes);
                come[round]++;
                complete[round] = Sim.Now;
                numbers[round].Add(await barrier.Wait());
                Law.Holds(come[round] == parties.Count, "one passed before all had come");
                Law.Holds(complete[round] == Sim.Now, "one passed later than when all had come");
            }
        }
    }

    /// <summary>If more come than there are parties, they pass in full rounds, at once, and the others wait for those who are missing.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Wait_AnyVisits_LetsThemGoInFullRounds(Few parties, Visit[] visits)
    {
        var barrier = new SimBarrier(parties.Count);
        var crew = new Crew();
        Come(crew, barrier, visits.Select(static visit => visit with { MayBeCancelled = false }));
        await Sim.Sleep(Visit.Latest + 1);
        int missing = (parties.Count - (visits.Length % parties.Count)) % parties.Count;
        Law.Holds(barrier.Waiting == visits.Length % parties.Count && StillThere.Count() == barrier.Waiting, "not as many wait as are left over");
        await Fill(crew, barrier, missing);
        int rounds = comers.Count / parties.Count;
        Law.Holds(comers.Select(static comer => comer.Number!.Value).Order().SequenceEqual(Enumerable.Range(0, parties.Count * rounds).Select(each => each / rounds)), "a number was given too often, or not");
    }

    /// <summary>A party that is cancelled while it waits does not count: the others wait for as many as are missing without it, and the barrier goes on as before.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Wait_CancelledAnywhere_DoesNotCount(Few parties, Visit[] visits)
    {
        var barrier = new SimBarrier(parties.Count);
        var crew = new Crew();
        Come(crew, barrier, visits.Select(static visit => visit with { MayBeCancelled = true }));
        await Sim.Sleep(Visit.Latest + 1);
        crew.Spare();
        await Sim.Sleep(1);
        int left = StillThere.Count();
        Law.Holds(left < parties.Count && left == barrier.Waiting, "not as many are counted as wait");
        await Fill(crew, barrier, parties.Count - left);
        await Works(barrier);
    }

    /// <summary>Once it is aborted, all who wait and all who come get the error; nobody gets it before; when it is reset it works again.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Abort_AnyTime_BreaksAllWhoWaitAndCome(Few parties, Visit[] visits, Visit abort)
    {
        var barrier = new SimBarrier(parties.Count);
        var crew = new Crew();
        TimeSpan? begunAt = null;
        int? comeBefore = null;
        Come(crew, barrier, visits);
        crew.Start(Abort());
        await crew.End();
        Law.Holds(barrier is { IsBroken: true, Waiting: 0 }, "it is not broken, or some wait");
        foreach (Comer comer in comers)
        {
            Law.Holds(!comer.IsBroken || comer.EndedAt >= begunAt, "one got the error before it was aborted");
            Law.Holds(comer.IsBroken || comer.Order < comeBefore, "one came after it was aborted, and passed");
            Law.Holds(comer.EndedAt <= begunAt || comer.EndedAt == comer.CameAt, "one waited on after it was aborted");
        }

        await barrier.Reset();
        await Works(barrier);

        async Coroutine Abort()
        {
            await Sim.Sleep(abort.Comes);
            begunAt = Sim.Now;
            await barrier.Abort();
            comeBefore = comers.Count;
            Law.Holds(barrier.IsBroken, "it is not broken");
        }
    }

    /// <summary>When it is reset, those who wait get the error, and nobody who comes later does; it is as new then.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Reset_AnyTime_BreaksThoseWhoWait(Few parties, Visit[] visits, Visit reset)
    {
        var barrier = new SimBarrier(parties.Count);
        var crew = new Crew();
        Come(crew, barrier, visits);
        await Sim.Sleep(reset.Comes);
        TimeSpan resetAt = Sim.Now;
        await barrier.Reset();
        int comeBefore = comers.Count;
        await Sim.Sleep(Visit.Latest + 1);
        crew.Spare();
        await Sim.Sleep(1);
        foreach (Comer comer in comers)
        {
            Law.Holds(!comer.IsBroken || (comer.Order < comeBefore && comer.EndedAt == resetAt), "one got the error, and came later");
            Law.Holds(comer.CameAt >= resetAt || comer.EndedAt <= resetAt, "one waited on after it was reset");
        }

        int left = StillThere.Count();
        Law.Holds(!barrier.IsBroken && left < parties.Count && left == barrier.Waiting, "not as many are counted as wait");
        await Fill(crew, barrier, parties.Count - left);
        await Works(barrier);
    }

    // A round of those who are missing, and those who wait.
    private async Coroutine Fill(Crew crew, SimBarrier barrier, int missing)
    {
        Come(crew, barrier, Enumerable.Repeat(new Visit(0, 0, false), missing));
        await Sim.Sleep(1);
        Law.Holds(!StillThere.Any() && barrier.Waiting == 0, "one waits, and all have come");
        await crew.End();
    }

    // A round as in a new one.
    private async Coroutine Works(SimBarrier barrier)
    {
        comers.Clear();
        passed = 0;
        await Fill(new Crew(), barrier, barrier.Parties);
        Law.Holds(comers.Select(static comer => comer.Number ?? -1).Order().SequenceEqual(Enumerable.Range(0, barrier.Parties)), "it does not work any more");
    }

    private void Come(Crew crew, SimBarrier barrier, IEnumerable<Visit> visits)
    {
        foreach (Visit visit in visits)
        {
            crew.Start(One(barrier, visit), visit.MayBeCancelled ? 1 : 0);
        }
    }

    private async Coroutine One(SimBarrier barrier, Visit visit)
    {
        await Sim.Sleep(visit.Comes);
        var comer = new Comer(comers.Count, Sim.Now);
        comers.Add(comer);
        try
        {
            comer.Number = await barrier.Wait();
            passed++;
            Law.Holds(passed <= comers.Count / barrier.Parties * barrier.Parties, "one passed, and not all of its round had come");
        }
        catch (BrokenBarrierException)
        {
            comer.IsBroken = true;
        }
        finally
        {
            comer.EndedAt = Sim.Now;
        }
    }

    private sealed class Comer(int order, TimeSpan cameAt)
    {
        public int Order => order;

        public TimeSpan CameAt => cameAt;

        public TimeSpan? EndedAt { get; set; }

        public bool HasEnded => EndedAt is not null;

        /// <summary>The number that it got; null if it has not passed.</summary>
        public int? Number { get; set; }

        public bool IsBroken { get; set; }
    }
}
