namespace SimAsync.Kernel;

/// <summary>Something of the simulation's that can be awaited, and can say what it is.</summary>
internal interface IAwaited
{
    /// <summary>What it is, for a person: <c>Lock 'db'</c>.</summary>
    string Describe();
}
