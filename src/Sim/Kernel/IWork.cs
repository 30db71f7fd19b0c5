namespace SimAsync.Kernel;

/// <summary>What a step runs. One of these can have many steps in its life, and at most one armed timer at a time.</summary>
internal interface IWork
{
    /// <summary>The number of the timer that is armed for it, or 0. An entry of the timer queue with another number is void.</summary>
    long TimerNumber { get; set; }

    /// <summary>Whether its timer, though armed, will do nothing: time does not move for it.</summary>
    bool IsVoid => false;

    /// <summary>What its timer lets go, if that is known: an object by which <see cref="Continuations"/> find who waits; otherwise null.</summary>
    object? Awakens => null;

    /// <summary>What the step goes on with: from there, what it knows is found. The same object each time for the same method or task; null if there is none.</summary>
    object? StateOf(object? argument) => null;

    /// <summary>Runs one step. May not throw but for a fault of the simulation itself.</summary>
    void Run(object? argument);

    /// <summary>Its timer is due: make a step ready, or whatever else is to happen at that instant.</summary>
    void Due();

    /// <summary>Says, for a person, what the step would do.</summary>
    string Describe(object? argument);

    /// <summary>The same in its parts.</summary>
    StepSubject Subject(object? argument) => new(null, StepAct.Callback, null, null, Describe(argument));
}
