namespace SimAsync.Examples.StuckWorkers;

/// <summary>Workers that see to jobs, and try again what fails.</summary>
public interface IWorkerPool
{
    /// <summary>Adds a job. Waits while there are too many.</summary>
    Coroutine Add(string job);

    /// <summary>Waits until every job has been done.</summary>
    Coroutine Join();
}
