namespace SimAsync.Scheduler;

/// <summary>What serves the steps of many tasks: which of them one is for is told by its argument.</summary>
internal interface ISharedWork
{
    /// <summary>What is the same in all steps of one task, and in none of another.</summary>
    object TaskOf(object? argument);
}
