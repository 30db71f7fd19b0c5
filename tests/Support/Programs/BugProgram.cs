namespace SimAsync.TestSupport.Programs;

/// <summary>A small program with a known bug, in two forms which differ only in how main makes the tasks. Each call makes its own state.</summary>
/// <param name="Name">What the literature calls it.</param>
/// <param name="AllReady">Main makes all tasks in one step: each is ready before the first step of any.</param>
/// <param name="Staged">Main makes them one by one with a yield between, as threads start.</param>
public sealed record BugProgram(string Name, Func<Coroutine> AllReady, Func<Coroutine> Staged);
