namespace SimAsync;

// What is asked of the debugger.
public static partial class Sim
{
    /// <summary>
    /// Has the debugger break when a step of this run begins: on the thread that is to run it, just before its first line. Does nothing if none is attached then, or if the run ends before that. May be
    /// called for several steps.
    /// </summary>
    /// <remarks>
    /// Steps are counted as in traces and messages. Of the runs of an exploration only the one that is reported breaks. In a test that is played again, <see cref="RunOptions.BreakAtStep"/> does the same from
    /// outside. See <c>docs/debugging.md</c>.
    /// </remarks>
    /// <param name="step">Its number, from 1; one that has not begun.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1, or has begun already.</exception>
    /// <exception cref="InvalidOperationException">No simulation is running here.</exception>
    public static void BreakAtStep(long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        SimLoop.Require("Sim.BreakAtStep").BreakAt(step);
    }
}
