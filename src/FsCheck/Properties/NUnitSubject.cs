using NUnit.Framework.Interfaces;
using SimAsync.NUnit;

namespace SimAsync.FsCheck.Properties;

/// <summary>A test method, each run of it the whole of what NUnit makes of a test.</summary>
internal sealed class NUnitSubject(Interleavings interleavings, bool injectCancellation) : ISubject<object?[]>
{
    public bool IsOver => interleavings.Last?.ResultState.Status is TestStatus.Skipped;

    public Func<Coroutine<object?>> Begin(Func<object?[]> make, Judge judge)
    {
        return Interleaving;

#pragma warning disable CS1998 // NUnit waits by blocking, which lets the others have the turn.
        async Coroutine<object?> Interleaving()
#pragma warning restore CS1998
        {
            using var run = new SimTestRun(injectCancellation) { Arguments = make(), Verdict = judge };
            interleavings.Make(run);
            if (interleavings.Last!.ResultState.Status is TestStatus.Inconclusive)
            {
                judge.Reject();
            }

            return null;
        }
    }
}
