namespace SimAsync.TestSupport.Programs;

/// <summary>Four tasks in a ring, each of which copies its neighbour's value. Only if they go one after the other, once around, are all values the same at the end.</summary>
internal static class TokenRing
{
    public static async Coroutine Run(Start start)
    {
        Shared<int>[] values = [new(1), new(2), new(3), new(4)];

        await start([.. Enumerable.Range(0, values.Length).Select(i => Copy(values[(i + 3) % 4], values[i]))]);
        if (values.Any(value => value.Value != values[0].Value))
        {
            throw new BugException($"The values are {string.Join(", ", values.Select(static value => value.Value))}.");
        }

        static async Coroutine Copy(Shared<int> from, Shared<int> to)
        {
            int read = from.Value;
            await Sim.Yield();
            to.Value = read;
        }
    }
}
