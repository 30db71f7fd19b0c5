namespace SimAsync;

/// <summary>What an exhaustive exploration has covered.</summary>
/// <param name="Interleavings">How many it has run to their end.</param>
/// <param name="Classes">Of how many classes they were: those of one class only differ in the order of steps that do not conflict, and have the same outcome.</param>
/// <param name="Redundant">How many runs it gave up because their rest was the same as that of one before.</param>
public sealed record Coverage(int Interleavings, int Classes, int Redundant);
