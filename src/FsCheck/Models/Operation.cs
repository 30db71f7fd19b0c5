namespace SimAsync.FsCheck.Models;

/// <summary>One operation of a concurrent history: what was asked for, when, and how it ended.</summary>
/// <typeparam name="TCommand">What is asked for.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public sealed record Operation<TCommand, TResult>
{
    /// <summary>An operation that returned.</summary>
    /// <param name="client">Who called; for the table of the history.</param>
    /// <param name="command">What was asked for.</param>
    /// <param name="invoked">When. Any numbers that increase: only their order counts.</param>
    /// <param name="ended">When it returned; not before <paramref name="invoked"/>.</param>
    /// <param name="result">What was answered.</param>
    public Operation(int client, TCommand command, long invoked, long ended, TResult result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ended, invoked);
        (Client, Command, Invoked, Ended, End, Result) = (client, command, invoked, ended, OperationEnd.Returned, result);
    }

    /// <summary>An operation whose effect is not known, or that was blocked.</summary>
    /// <param name="client">Who called; for the table of the history.</param>
    /// <param name="command">What was asked for.</param>
    /// <param name="invoked">When. Any numbers that increase: only their order counts.</param>
    /// <param name="end">How it ended; not <see cref="OperationEnd.Returned"/>.</param>
    /// <param name="ended">When its caller went on, for the table; null if it never did.</param>
    public Operation(int client, TCommand command, long invoked, OperationEnd end = OperationEnd.Pending, long? ended = null)
    {
        if (end == OperationEnd.Returned)
        {
            throw new ArgumentException("An operation that returned has a result: use the other constructor.", nameof(end));
        }

        (Client, Command, Invoked, Ended, End) = (client, command, invoked, ended, end);
    }

    /// <summary>Who called: 0 is the main sequence of a test, its clients are counted from 1.</summary>
    public int Client { get; }

    /// <summary>What was asked for.</summary>
    public TCommand Command { get; }

    /// <summary>When it was called.</summary>
    public long Invoked { get; }

    /// <summary>When its caller went on; null if it never did.</summary>
    public long? Ended { get; }

    /// <summary>How it ended.</summary>
    public OperationEnd End { get; }

    /// <summary>What was answered; the default if nothing was.</summary>
    public TResult? Result { get; }

    /// <summary>What happened to it, in one line: <c>Dequeue = 3</c>.</summary>
    public override string ToString() => End == OperationEnd.Returned ? $"{Text.Of(Command)} = {Text.Of(Result)}" : $"{Text.Of(Command)}: {Text.Of(End)}";
}
