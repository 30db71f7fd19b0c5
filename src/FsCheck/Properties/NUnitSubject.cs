using NUnit.Framework.Interfaces;
using SimAsync.NUnit;

namespace SimAsync.FsCheck.Properties;

/// <summary>A test method, each run of it the whole of what NUnit makes of a test.</summary>
internal sealed class NUnitSubject(Interleavings interleavings, bool injectCancellation) : ISubject<object?[]>
{
    public bool IsOver => interleavings.Last?.ResultState.Status is TestStatus.Skipped;

    public (Func<Coroutine<object?>> Test, ExploreOptions Options) Begin(Func<object?[]> make, Judge judge, ExploreOptions options)
    {
        Cancellations? cancellations = injectCancellation ? new Cancellations() : null;
        return (Interleaving, options with
        {
            FirstRunTeaches = cancellations is not null,
            Strategy = cancellations is null ? options.Strategy : Strategy.Sweep(options.Strategy, () => cancellations.Points),
        });

#pragma warning disable CS1998 // NUnit waits by blocking, which lets the others have the turn.
        async Coroutine<object?> Interleaving()
#pragma warning restore CS1998
        {
            using var run = new SimTestRun(cancellations) { Arguments = make(), Verdict = judge };
            interleavings.Make(run);
            if (interleavings.Last!.ResultState.Status is TestStatus.Inconclusive)
            {
                judge.Reject();
            }

            return null;
        }
    }
}
