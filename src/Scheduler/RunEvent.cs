namespace SimAsync.Scheduler;

/// <summary>One step of a run, and what came before it in every equivalent order.</summary>
/// <param name="task">Whose it was: its key.</param>
/// <param name="process">The task's number in the search.</param>
/// <param name="ordinal">Its number among the task's steps, from 1.</param>
/// <param name="enabledBy">The number of the step that made it ready; -1 for none in the run.</param>
/// <param name="afterTime">How many steps were before the last time that virtual time moved: all of them came before this one.</param>
internal sealed class RunEvent(ulong task, int process, int ordinal, int enabledBy, int afterTime)
{
    public ulong Task => task;

    public int Process => process;

    public int Ordinal => ordinal;

    public int EnabledBy => enabledBy;

    public int AfterTime => afterTime;

    /// <summary>What it used.</summary>
    public Access[] Accesses { get; set; } = [];

    /// <summary>Whether it may have used anything.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>How many steps of each process came before it, in every order of the run that is equivalent; it is one of them itself.</summary>
    public int[] Clock { get; set; } = [];

    /// <summary>Whether another step comes before this one in every equivalent order.</summary>
    public bool IsAfter(RunEvent other) => other.Process < Clock.Length && Clock[other.Process] >= other.Ordinal;

    /// <summary>Whether the order of the two makes a difference.</summary>
    public bool ConflictsWith(RunEvent other) => Conflict(IsUnknown, Accesses, other.IsUnknown, other.Accesses);

    public static bool Conflict(bool isUnknown, Access[] accesses, bool isOtherUnknown, Access[] others)
    {
        if (isUnknown || isOtherUnknown)
        {
            return true;
        }

        foreach (Access one in accesses)
        {
            foreach (Access other in others)
            {
                if (one.ConflictsWith(other))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
