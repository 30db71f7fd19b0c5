namespace SimAsync.Kernel;

/// <summary>What a task can hold, and leave held.</summary>
internal interface ILeavable
{
    /// <summary>If it is held by tasks that have ended: what it is, and who they are; otherwise null.</summary>
    string? Left();
}
