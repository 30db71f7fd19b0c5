namespace SimAsync.Scheduler;

/// <summary>What a step is made of has a place for what a strategy keeps of its task, so that it need not be looked up at each choice.</summary>
internal interface ITaskSlot
{
    /// <summary>What the run's chooser keeps of the task; null until it has seen it.</summary>
    ScheduledTask? Scheduled { get; set; }
}
