using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.FsCheck.Models;

/// <summary>
/// A model-based test of a system that has several callers at once. FsCheck generates programs: commands of several clients. SimAsync runs each in many interleavings, and each history is judged
/// against the model: it has to be linearizable. What fails is shrunk: first the program, then the interleaving.
/// </summary>
/// <typeparam name="TSystem">The system under test.</typeparam>
/// <typeparam name="TState">The model's state; immutable.</typeparam>
/// <typeparam name="TCommand">What can be asked for; immutable, with a <see cref="object.ToString"/> that tells it: a record, mostly.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
/// <remarks>
/// The shape is that of FsCheck's state machines (<c>FsCheck.Experimental.Machine</c>), and of the parallel state machines of Claessen et al., "Finding race conditions in Erlang with QuickCheck and PULSE", ICFP
/// 2009. Unlike these, there may be any number of clients, results are judged and not postconditions, and commands may fail, be cancelled, be given up, or wait for ever.
/// </remarks>
public abstract class ConcurrentModel<TSystem, TState, TCommand, TResult> : SequentialModel<TState, TCommand, TResult>
    where TState : notnull
{
    /// <summary>A new system, in the state <see cref="SequentialModel{TState, TCommand, TResult}.Initial"/>. Called in the simulation, at the beginning of each run. If it is disposable, it is disposed of at the end.</summary>
    public abstract TSystem CreateSystem();

    /// <summary>The commands that make sense in a state.</summary>
    /// <param name="state">The state before it; of a client's command the one that there is if no other client does anything.</param>
    public abstract Gen<TCommand> Next(TState state);

    /// <summary>
    /// Whether a command may be called in a state; true by default. A program is tried only if this holds of each command in whichever order the clients' commands take effect, and whether and whenever those do
    /// that may fail, or are to be cancelled or given up.
    /// </summary>
    /// <param name="state">The state before it.</param>
    /// <param name="command">The command.</param>
    public virtual bool Precondition(TState state, TCommand command) => true;

    /// <summary>Has the system do a command. Override this, or <see cref="RunCoroutine"/>.</summary>
    /// <param name="system">The system.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Cancelled if the command is to be, and at the end of the run.</param>
    public virtual async Task<TResult> Run(TSystem system, TCommand command, CancellationToken cancellationToken)
    {
        SimTask<TResult> task = Sim.CreateTask(RunCoroutine(system, command), Text.Of(command));
        using (cancellationToken.Register(() => task.Cancel()))
        {
            return await task;
        }
    }

    /// <summary>Has the system do a command, as a coroutine, which is a task of its own. If the command is to be cancelled, that is.</summary>
    /// <param name="system">The system.</param>
    /// <param name="command">The command.</param>
    public virtual Coroutine<TResult> RunCoroutine(TSystem system, TCommand command) =>
        throw new NotSupportedException($"{GetType().Name} does not say how a command is run: override Run, or RunCoroutine.");

    /// <summary>
    /// Whether a command may end with this exception. Then it has failed, and may have taken effect or not. By default none may, and the test fails; an exception that is an answer is best
    /// caught in <see cref="Run"/>, and made a result. A command whose token was cancelled may always end with an <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="exception">What it threw.</param>
    public virtual bool MayFail(TCommand command, Exception exception) => false;

    /// <summary>
    /// Whether a command may have taken effect although it failed, was cancelled or was given up. True by default. False makes a stricter test: that a cancelled command has left everything as it was.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="end">How it ended: never <see cref="OperationEnd.Returned"/> or <see cref="OperationEnd.Blocked"/>.</param>
    public virtual bool MayHaveHappened(TCommand command, OperationEnd end) => true;

    /// <summary>Simpler commands to try in place of one, the simplest first, none of which leads back to it. None by default.</summary>
    /// <param name="command">The command.</param>
    public virtual IEnumerable<TCommand> Shrink(TCommand command) => [];

    /// <summary>Tries many programs, each in many interleavings, until one fails; that one is shrunk. Throws nothing of the system's.</summary>
    /// <param name="options">How many, and how; null for the defaults.</param>
    public ConcurrentModelReport Explore(ConcurrentModelOptions? options = null) => new ModelExplorer<TSystem, TState, TCommand, TResult>(this, options ?? new ConcurrentModelOptions()).Explore();

    /// <summary>Tries many programs, each in many interleavings, and throws if one fails.</summary>
    /// <param name="options">How many, and how; null for the defaults.</param>
    /// <exception cref="ConcurrentModelFailedException">One failed. The message has the history, why it fails, and the code that plays it again.</exception>
    public void Check(ConcurrentModelOptions? options = null) => Explore(options).ThrowIfFailed();

    /// <summary>The same as a property of FsCheck's: one of its tests is one program. It shrinks by itself, so FsCheck has nothing left to shrink.</summary>
    /// <param name="options">How each program is made and explored; null for the defaults. Their seed does not count: it is FsCheck's.</param>
    public Property ToProperty(ConcurrentModelOptions? options = null)
    {
        var explorer = new ModelExplorer<TSystem, TState, TCommand, TResult>(this, options ?? new ConcurrentModelOptions());
        return Prop.ForAll(explorer.Seeds, seed => explorer.Check(seed).ThrowIfFailed());
    }

    /// <summary>Plays a failure again, and throws what it threw then: mostly a <see cref="NotLinearizableException"/>. If it passes now, this returns.</summary>
    /// <param name="code">The code that it printed.</param>
    /// <param name="options">The same as then.</param>
    /// <exception cref="FormatException">The text is no such code, or the program that it is about is no longer made from it: the model's generator, its shrinker or the options are others.</exception>
    /// <exception cref="ReplayDivergedException">The system under test is no longer what was recorded.</exception>
    public void Replay(string code, ConcurrentModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        new ModelExplorer<TSystem, TState, TCommand, TResult>(this, options ?? new ConcurrentModelOptions()).Replay(code);
    }

    // One whose effect is not known may come to a state in which it would not have been called: there it takes none.
    internal override IReadOnlyList<(TState State, TResult Result)> Possible(TState state, TCommand command) => Precondition(state, command) ? Outcomes(state, command) : [];
}
