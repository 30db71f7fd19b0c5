namespace SimAsync.Kernel;

/// <summary>What the kernel knows of a task: who it is.</summary>
internal interface ITaskIdentity
{
    /// <summary>Its path of creation.</summary>
    TaskPath Path { get; }
}
