namespace SimAsync.FsCheck.Generators;

/// <summary>A <see cref="CancellationPlan"/> as one run goes through it.</summary>
public sealed class CancellationRun
{
    private readonly Dictionary<int, Client> clients = [];

    internal CancellationRun(CancellationPlan plan)
    {
        SimLoop loop = Sim.Loop;
        foreach (CancellationPoint point in plan.Points)
        {
            Client client = Of(point.Client);
            if (point.After is { } after)
            {
                loop.CallLater(after, client.Cancel);
            }
            else
            {
                client.At.Add(point.Step!.Value);
            }
        }
    }

    /// <summary>The token of a client, which is cancelled at its points.</summary>
    /// <param name="client">From 0 on.</param>
    public CancellationToken Token(int client) => Of(client).Source.Token;

    /// <summary>Has a task cancelled at each point of a client: <c>Cancel</c> is called on it.</summary>
    /// <param name="client">From 0 on.</param>
    /// <param name="task">The task. It may have ended by then, and nothing happens.</param>
    public void Add(int client, ISimTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Of(client).Tasks.Add(task);
    }

    /// <summary>The client comes to its next step: to be called wherever the property wants a cancellation to be able to strike.</summary>
    /// <param name="client">From 0 on.</param>
    public void Step(int client)
    {
        Client at = Of(client);
        if (at.At.Contains(at.Steps++))
        {
            at.Cancel();
        }
    }

    private Client Of(int client)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(client);
        if (!clients.TryGetValue(client, out Client? found))
        {
            clients.Add(client, found = new Client());
        }

        return found;
    }

    private sealed class Client
    {
        // Without a timer or a wait handle it has nothing to dispose of.
        public CancellationTokenSource Source { get; } = new();

        public List<ISimTask> Tasks { get; } = [];

        public HashSet<int> At { get; } = [];

        public int Steps { get; set; }

        public void Cancel()
        {
            Source.Cancel();
            foreach (ISimTask task in Tasks)
            {
                task.Cancel();
            }
        }
    }
}
