using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Events.</summary>
[TestFixture]
public sealed class EventLaws
{
    private readonly SimEvent flag = new();
    private readonly List<Waiting> waiting = [];
    private bool isUp;

    /// <summary>The flag is up exactly if it was put up and not taken down since.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Turn)])]
    public async Coroutine IsSet_AnyTurns_IsWhatTheLastTurnMadeIt(Visit[] visits, Turn[] turns)
    {
        using IDisposable same = Sim.Always("it is what it was made", () => flag.IsSet == isUp);
        await All(visits, turns);
    }

    /// <summary>Putting the flag up wakes all who wait, at once, also if it is taken down again at once; a wait returns for no other reason, and suspends only if the flag is down.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Turn)])]
    public async Coroutine Wait_AnyTurns_ReturnsIffItIsSet(Visit[] visits, Turn[] turns) => await All(visits, turns);

    private async Coroutine All(Visit[] visits, Turn[] turns)
    {
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(Wait(visit), visit.MayBeCancelled ? 1 : 0);
        }

        foreach (Turn turn in turns)
        {
            crew.Start(Make(turn));
        }

        crew.Start(Make(new Turn(Visit.Latest + 1, true, false)));
        await crew.End();
    }

    private async Coroutine Wait(Visit visit)
    {
        await Sim.Sleep(visit.Comes);
        var mine = new Waiting { DueAt = isUp ? Sim.Now : null };
        waiting.Add(mine);
        try
        {
            SimTask wait = Sim.CreateTask(flag.Wait(), eager: true);
            Law.Holds(wait.IsDone == isUp, "it suspended although it was set, or did not although it was not");
            await wait;
        }
        finally
        {
            waiting.Remove(mine);
        }

        Law.Holds(mine.DueAt == Sim.Now, "it returned too early or too late");
    }

    private async Coroutine Make(Turn turn)
    {
        await Sim.Sleep(turn.At);
        if (turn.PutsUp)
        {
            isUp = true;
            flag.Set();
            foreach (Waiting one in waiting)
            {
                one.DueAt ??= Sim.Now;
            }
        }

        if (turn.TakesDown)
        {
            isUp = false;
            flag.Clear();
        }
    }

    /// <summary>What becomes of the flag, and when.</summary>
    /// <param name="At">In milliseconds.</param>
    /// <param name="PutsUp">Whether it is put up.</param>
    /// <param name="TakesDown">Whether it is taken down, after that.</param>
    public sealed record Turn(int At, bool PutsUp, bool TakesDown)
    {
        public static Arbitrary<Turn> Arbitrary() => Arb.From(
            Gen.Zip(
                Gen.Elements(0, 5, 5, Visit.Latest),
                Gen.Elements((true, false), (false, true), (true, true)),
                static (at, how) => new Turn(at, how.Item1, how.Item2)),
            static turn => new[] { turn with { At = 0 }, turn with { At = turn.At / 2 }, turn with { TakesDown = false } }.Where(simpler => simpler != turn && (simpler.PutsUp || simpler.TakesDown)).Distinct());

        public override string ToString() => $"at {At} ms {(PutsUp, TakesDown) switch { (true, true) => "up and down", (true, false) => "up", _ => "down" }}";
    }

    private sealed class Waiting
    {
        /// <summary>When the flag was up first while it waited; null if it was not yet.</summary>
        public TimeSpan? DueAt { get; set; }
    }
}
