namespace SimAsync.TestSupport.Programs;

/// <summary>What a program with a known bug throws when the bug has struck. A deadlock is told by the simulation itself.</summary>
/// <param name="message">What was found.</param>
public sealed class BugException(string message) : Exception(message);
