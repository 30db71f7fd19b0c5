namespace SimAsync.Tasks;

/// <summary>What is seen of a future on opening it in a debugger. Its own properties are not for that: to ask for an exception counts as having seen it, and to ask anything is a use that strategies learn of.</summary>
internal class FutureView(SimFuture future)
{
    public string State => SimLoop.Quietly(() => Shown.Of(future));

    /// <summary>What it came to, as it is.</summary>
    public object? Result => future.HasOutcome && future.EndedWith is null ? future.BoxedResult : null;

    public Exception? Exception => future.EndedWith;

    /// <summary>The tasks that wait for it.</summary>
    public string[] AwaitedBy => SimLoop.Quietly(() => Shown.Waiting(future));

    public SimLoop Loop => future.Loop;
}

/// <summary>The same of a task.</summary>
internal sealed class TaskView(SimFuture task) : FutureView(task)
{
    private readonly TaskCore core = ((ITaskFuture)task).Core;

    public string Path => core.Path.ToString();

    public string Name => SimLoop.Quietly(() => core.Name);

    /// <summary>The coroutines at which it stands, the outermost first.</summary>
    public string[] Stack => SimLoop.Quietly(() => core.GetStack(null).Select(static entry => entry.ToString()));
}
