namespace SimAsync.Kernel;

/// <summary>What the kernel knows of a task: who it is.</summary>
internal interface ITaskIdentity
{
    /// <summary>Its path of creation.</summary>
    TaskPath Path { get; }

    /// <summary>Where it is suspended: an object that holds what it knows there. Null once it has ended.</summary>
    object? State { get; }

    /// <summary>What a person calls it: the name that it was given, or that of its method.</summary>
    string Label { get; }

    /// <summary>What it ended with: <c>done</c>, <c>cancelled</c>, or the exception. Null if it has not.</summary>
    string? Outcome { get; }

    /// <summary>The plain async method whose await it stands at, if it waits for a plain task; otherwise null.</summary>
    SuspendedMethod? Plain { get; }

    /// <summary>Where it stands; null once it has ended.</summary>
    Standing? Stands();
}
