using SimAsync.Tasks;

namespace SimAsync;

// What has to hold in every run.
public static partial class Sim
{
    /// <summary>
    /// From the end of the present step on, this has to hold at the end of each step, until main has ended or the result is disposed of. A step that blocks its thread ends where it
    /// blocks. If it does not hold, or throws, the run fails with an <see cref="InvariantException"/>.
    /// </summary>
    /// <param name="label">What it is called in the error.</param>
    /// <param name="holds">Asked between two steps, in the execution context of this call. It reads what it wants, and may not wait, choose, or make anything ready.</param>
    public static IDisposable Always(string label, Func<bool> holds)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(holds);
        return SimLoop.Require("Sim.Always").Declare(label, holds, null);
    }

    /// <summary>
    /// At the end of some step from the present one on this has to hold, before time has moved past the deadline, the run has come to rest, or main has ended. Otherwise, or if it
    /// throws, the run fails with an <see cref="InvariantException"/>. Once it has held it is not asked again.
    /// </summary>
    /// <param name="label">What it is called in the error.</param>
    /// <param name="holds">As for <see cref="Always"/>.</param>
    /// <param name="within">So much virtual time from now, its last instant included; 0 or more.</param>
    public static void Eventually(string label, Func<bool> holds, TimeSpan within)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentOutOfRangeException.ThrowIfLessThan(within, TimeSpan.Zero);
        SimLoop.Require("Sim.Eventually").Declare(label, holds, within);
    }

    /// <summary>When main has ended, and what was ready by then has come to rest, this has to hold. If it does not, or throws, the run fails with an <see cref="InvariantException"/>.</summary>
    /// <remarks>Not asked in a run that has failed already.</remarks>
    /// <param name="label">What it is called in the error.</param>
    /// <param name="holds">As for <see cref="Always"/>.</param>
    public static void AtEnd(string label, Func<bool> holds)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(holds);
        SimLoop.Require("Sim.AtEnd").DeclareAtEnd(label, holds);
    }

    /// <summary>
    /// All that is begun from here on, by this code and by what it calls and starts, has to have ended when the result is disposed of. If not, the run fails with a
    /// <see cref="ScopeException"/> that says what goes on, and where.
    /// </summary>
    /// <remarks>
    /// What belongs to it is told by the execution context, which flows to whatever is started. Seen are coroutines' tasks, and async methods that have their turn or that a timer will let go;
    /// with <see cref="RunOptions.NoMethodsLeft"/> all that are suspended. It is to be disposed of in the flow in which it was made: by <c>using</c>.
    /// </remarks>
    /// <param name="label">What it is called in the error.</param>
    public static IDisposable Scope(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return new TaskScope(SimLoop.Require("Sim.Scope"), label);
    }
}
