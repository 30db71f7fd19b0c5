namespace SimAsync.Scheduler;

/// <summary>The run is one that has been made, but for the order of steps that do not conflict: it need not go on. The exploration knows; nobody else sees it.</summary>
internal sealed class RedundantRunException() : Exception("The rest of the run is the same as that of one before.");
