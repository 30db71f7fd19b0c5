namespace SimAsync.Graphs;

/// <summary>
/// What a <see cref="Statement"/> of a task graph does. On the wire each is its name in snake case:
/// <see cref="SetResult"/> is <c>set_result</c>. A word in code font is asyncio's.
/// </summary>
public enum StatementKind
{
    /// <summary>Records an event.</summary>
    Log,

    /// <summary>Sleeps some milliseconds; its value is <c>value</c>.</summary>
    Sleep,

    /// <summary><c>sleep(0)</c>: lets the others go first. Records nothing when it succeeds.</summary>
    Yield,

    /// <summary>Ends the coroutine with a value.</summary>
    Return,

    /// <summary>Raises an exception.</summary>
    Raise,

    /// <summary>Raises again what the innermost except clause of this call is handling.</summary>
    Reraise,

    /// <summary>A body, its except clauses, and a finally.</summary>
    Try,

    /// <summary>Runs its body a number of times.</summary>
    Repeat,

    /// <summary><c>create_task</c>, or that of a task group.</summary>
    Task,

    /// <summary>Makes a coroutine object and does not start it.</summary>
    Coro,

    /// <summary><c>loop.create_future()</c>.</summary>
    Future,

    /// <summary>Gives a future its result.</summary>
    SetResult,

    /// <summary>Gives a future its exception.</summary>
    SetException,

    /// <summary>Awaits a handle, or a coroutine directly inside the same task.</summary>
    Await,

    /// <summary>Cancels a task, a future or a callback.</summary>
    Cancel,

    /// <summary>Takes a task's cancellation back.</summary>
    Uncancel,

    /// <summary>How many cancellations a task has been asked for.</summary>
    Cancelling,

    /// <summary>"pending", "cancelled", the exception, or the result.</summary>
    State,

    /// <summary>The result of a future or task.</summary>
    Result,

    /// <summary>The exception of a future or task.</summary>
    Exception,

    /// <summary>The current task's name.</summary>
    CurrentTask,

    /// <summary>The names of all tasks that are not done, sorted.</summary>
    AllTasks,

    /// <summary>Renames a task.</summary>
    SetName,

    /// <summary>Awaits all of its operands, or binds the future that does.</summary>
    Gather,

    /// <summary>Waits until some or all of its operands are done.</summary>
    Wait,

    /// <summary>Awaits one operand within a time.</summary>
    WaitFor,

    /// <summary>Awaits one operand, and keeps cancellation from it.</summary>
    Shield,

    /// <summary>Awaits its operands in the order in which they end.</summary>
    AsCompleted,

    /// <summary>Runs its body within a time.</summary>
    Timeout,

    /// <summary>Runs its body until an instant.</summary>
    TimeoutAt,

    /// <summary>Moves a timeout's instant.</summary>
    Reschedule,

    /// <summary>Whether a timeout has struck.</summary>
    Expired,

    /// <summary>A timeout's instant.</summary>
    When,

    /// <summary>A task group around its body.</summary>
    Group,

    /// <summary><c>add_done_callback</c> with a callback that records.</summary>
    OnDone,

    /// <summary>A loop callback that records, as soon as possible.</summary>
    CallSoon,

    /// <summary>A loop callback that records, later.</summary>
    CallLater,

    /// <summary>Sets a context variable.</summary>
    SetVar,

    /// <summary>Reads a context variable.</summary>
    GetVar,

    /// <summary>Makes a lock.</summary>
    Lock,

    /// <summary>Makes an event.</summary>
    Event,

    /// <summary>Makes a condition.</summary>
    Condition,

    /// <summary>Makes a semaphore.</summary>
    Semaphore,

    /// <summary>Makes a barrier.</summary>
    Barrier,

    /// <summary>Makes a queue.</summary>
    Queue,

    /// <summary><c>async with</c> a lock, semaphore or condition.</summary>
    Hold,

    /// <summary>Acquires a lock, semaphore or condition.</summary>
    Acquire,

    /// <summary>Releases a lock, semaphore or condition.</summary>
    Release,

    /// <summary>Whether a lock, semaphore or condition is locked.</summary>
    Locked,

    /// <summary>Sets an event.</summary>
    Set,

    /// <summary>Clears an event.</summary>
    Clear,

    /// <summary>Whether an event is set.</summary>
    IsSet,

    /// <summary>Waits for an event.</summary>
    WaitEvent,

    /// <summary>Waits for a condition.</summary>
    WaitCondition,

    /// <summary>Wakes some that wait for a condition.</summary>
    Notify,

    /// <summary>Wakes all that wait for a condition.</summary>
    NotifyAll,

    /// <summary><c>barrier.wait()</c>.</summary>
    Arrive,

    /// <summary>Breaks a barrier.</summary>
    Abort,

    /// <summary>Resets a barrier.</summary>
    Reset,

    /// <summary>How many wait at a barrier, and whether it is broken.</summary>
    BarrierState,

    /// <summary>Puts into a queue, waiting for room.</summary>
    Put,

    /// <summary>Gets from a queue, waiting for an item.</summary>
    Get,

    /// <summary>Puts into a queue or raises QueueFull.</summary>
    PutNowait,

    /// <summary>Gets from a queue or raises QueueEmpty.</summary>
    GetNowait,

    /// <summary>Says that an item got from a queue is worked off.</summary>
    TaskDone,

    /// <summary>Waits until all items of a queue are worked off.</summary>
    Join,

    /// <summary>A queue's size, and whether it is empty or full.</summary>
    Size,

    /// <summary>Shuts a queue down.</summary>
    Shutdown,

    /// <summary>Makes a shared variable.</summary>
    Cell,

    /// <summary>Reads a shared variable.</summary>
    Load,

    /// <summary>Writes a shared variable.</summary>
    Store,

    /// <summary>Raises AssertionError unless a shared variable has a value.</summary>
    Check,
}
