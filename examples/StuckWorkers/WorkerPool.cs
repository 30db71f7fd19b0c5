namespace SimAsync.Examples.StuckWorkers;

/// <summary>
/// The bug: a worker puts a job that failed back into the queue that only the workers empty. If the queue is full, and every worker stands there with a failed
/// job, nobody is left to make room.
/// </summary>
public sealed class WorkerPool : IWorkerPool
{
    private readonly SimQueue<string> jobs = new(maxSize: 1, "jobs");
    private readonly Func<string, Coroutine> handle;

    /// <summary>Starts the workers.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="handle">Does a job. If it throws, the job is tried again.</param>
    public WorkerPool(int workers, Func<string, Coroutine> handle)
    {
        this.handle = handle;
        for (int i = 1; i <= workers; i++)
        {
            Sim.CreateTask(Work(), $"worker {i}");
        }
    }

    /// <inheritdoc/>
    public Coroutine Add(string job) => jobs.Put(job);

    /// <inheritdoc/>
    public Coroutine Join() => jobs.Join();

    private async Coroutine Work()
    {
        while (true)
        {
            string job = await jobs.Get();
            try
            {
                await handle(job);
            }
            catch (IOException)
            {
                await jobs.Put(job);
            }

            jobs.TaskDone();
        }
    }
}
