using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace SimAsync.Kernel;

/// <summary>
/// Throws an exception on, with the stack trace that it has. Each time the trace grows by the new frames and the runtime copies
/// all of it, so 100,000 coroutines or tasks that await each other would take minutes to fail. From so many times on, each
/// throw therefore begins again with the trace as it was then: where it came from stays, what lies between goes.
/// </summary>
internal sealed class Rethrower
{
    private const int Most = 256;

    // Made when something is first thrown: it has a finalizer, and most runs have no use for it.
    private ConditionalWeakTable<Exception, Counter>? counters;

    [DoesNotReturn]
    public void Throw(Exception exception)
    {
        Counter counter = (counters ??= []).GetOrCreateValue(exception);
        if (++counter.Times > Most)
        {
            (counter.Kept ??= ExceptionDispatchInfo.Capture(exception)).Throw();
        }

        ExceptionDispatchInfo.Throw(exception);
    }

    private sealed class Counter
    {
        public int Times { get; set; }

        public ExceptionDispatchInfo? Kept { get; set; }
    }
}
