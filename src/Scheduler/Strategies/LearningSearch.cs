namespace SimAsync.Scheduler;

/// <summary>A search whose choosers know what earlier runs have shown.</summary>
/// <param name="begin">Makes a chooser of a seed, of what is known, and of the run's number.</param>
internal sealed class LearningSearch(Func<ulong, Knowledge, int, IChooser> begin) : Search
{
    // What is known grows less and less from run to run. After so many it stays as it is, so that the shards of an exploration need no others than these.
    private const int Lessons = 64;

    private readonly Knowledge known = new();

    public override int EndOfBatch(int run) => run < 2 ? run + 1 : run < Lessons ? 1 << (32 - int.LeadingZeroCount(run)) : int.MaxValue;

    public override bool Teaches(int run) => run < Lessons;

    public override IChooser Begin(ulong seed, int run) => begin(seed, known, run);

    public override void Learn(IChooser chooser)
    {
        if (chooser is TaskChooser { Choices: > 0 } run)
        {
            run.End();
            known.Learn(run);
        }
    }
}
