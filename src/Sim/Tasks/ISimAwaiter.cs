namespace SimAsync.Tasks;

/// <summary>An awaiter of the simulation's own, which a coroutine's task waits on directly, without a delegate.</summary>
internal interface ISimAwaiter
{
    /// <summary>The innermost coroutine of <paramref name="task"/> suspends itself here.</summary>
    void Suspend(TaskCore task);
}
