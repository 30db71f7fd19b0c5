namespace SimAsync.Examples.StuckWorkers;

/// <summary>The repair: a worker keeps the job that failed and tries it again itself, so no worker ever waits for room.</summary>
public sealed class RepairedWorkerPool : IWorkerPool
{
    private readonly SimQueue<string> jobs = new(maxSize: 1, "jobs");
    private readonly Func<string, Coroutine> handle;

    /// <summary>Starts the workers.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="handle">Does a job. If it throws, the job is tried again.</param>
    public RepairedWorkerPool(int workers, Func<string, Coroutine> handle)
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
            while (!await Succeeds(job))
            {
            }

            jobs.TaskDone();
        }
    }

    private async Coroutine<bool> Succeeds(string job)
    {
        try
        {
            await handle(job);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
