namespace SimAsync.Kernel;

/// <summary>What the kernel knows of a task: who it is.</summary>
internal interface ITaskIdentity
{
    /// <summary>Its path of creation.</summary>
    TaskPath Path { get; }

    /// <summary>Where it is suspended: an object that holds what it knows there. Null once it has ended.</summary>
    object? State { get; }
}
