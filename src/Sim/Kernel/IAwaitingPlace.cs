namespace SimAsync.Kernel;

/// <summary>A place where something from outside the simulation may be awaited.</summary>
internal interface IAwaitingPlace
{
    /// <summary>The method that awaits, and the line.</summary>
    string Awaiting { get; }
}
