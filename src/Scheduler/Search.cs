namespace SimAsync.Scheduler;

/// <summary>One exploration's way through the interleavings: makes the chooser of each run, and learns from those that have ended.</summary>
internal abstract class Search
{
    /// <summary>The runs, from this one, that may be begun before any of them has ended: the number of the first that may not.</summary>
    /// <param name="run">A run's number, from 0.</param>
    public virtual int EndOfBatch(int run) => int.MaxValue;

    /// <summary>Whether later runs hang on this one, by what is learnt from it: the shards of an exploration all make it.</summary>
    /// <param name="run">A run's number, from 0. Those before it have been learnt from.</param>
    public virtual bool Teaches(int run) => false;

    /// <summary>Whether the shards that do not have this run make it all the same, for what it shows of the points at which runs can be cancelled. How it ends is not theirs.</summary>
    /// <param name="run">A run's number, from 0.</param>
    public virtual bool Shows(int run) => false;

    /// <summary>The chooser of one run. May be asked again for the same run, which is then made again.</summary>
    /// <param name="seed">The run's own seed.</param>
    /// <param name="run">Its number, from 0.</param>
    public abstract IChooser Begin(ulong seed, int run);

    /// <summary>A run has ended without a failure. Called in the order of the runs, and not before all of its batch have ended.</summary>
    /// <param name="chooser">What it was made with.</param>
    public virtual void Learn(IChooser chooser)
    {
    }

    /// <summary>What the runs so far have covered, for a strategy that counts it; otherwise null.</summary>
    public virtual Coverage? Coverage => null;

    /// <summary>Runs have to be made in another way from here on, in which the same choices may lead elsewhere: what was found of the ways is void.</summary>
    public virtual void Restart()
    {
    }

    /// <summary>Whether there is no other interleaving to run.</summary>
    public virtual bool IsComplete => false;

    /// <summary>The seed of the run's own random generator.</summary>
    public virtual ulong SeedOf(ulong seed) => seed;

    /// <summary>Whether waits on the pool are held, if the strategy plays a run that says so; otherwise null.</summary>
    public virtual bool? HoldsPoolWaits => null;

    /// <summary>Whether each answer is tried in a run of its own, and nothing is left to chance.</summary>
    public virtual bool TriesAll => false;

    /// <summary>At how many points a run can be cancelled, as far as is known; 0 if it is not.</summary>
    public virtual int CancellationPoints => 0;

    /// <summary>A run has passed, and could be cancelled at so many points. Told of runs that <see cref="Shows"/>, by one thread.</summary>
    /// <param name="run">Its number, from 0.</param>
    /// <param name="points">At least 1.</param>
    public virtual void SeePoints(int run, int points)
    {
    }

    /// <summary>Among so many runs, those that are cancelled at one point after the other: how many they are, and how many there would be in all.</summary>
    public virtual (int Made, int InAll) Swept(int runs) => default;
}
