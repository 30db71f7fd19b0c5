namespace SimAsync.Scheduler;

/// <summary>In order but for wishes, each of which comes true where it can.</summary>
internal sealed class WishChooser : EventChooser
{
    private readonly Dictionary<(ulong Before, int BeforeStep), List<Wish>> orders = [];

    public WishChooser(IReadOnlyList<Wish> wishes)
        : base(wishes)
    {
        foreach (Wish wish in wishes.Where(static wish => wish.Before != 0))
        {
            if (orders.TryGetValue((wish.Before, wish.BeforeStep), out List<Wish>? others))
            {
                others.Add(wish);
            }
            else
            {
                orders.Add((wish.Before, wish.BeforeStep), [wish]);
            }
        }
    }

    protected override int PickOne(ReadOnlySpan<ScheduledTask> ready)
    {
        if (!orders.TryGetValue((ready[0].Key, ready[0].Steps + 1), out List<Wish>? wishes))
        {
            return 0;
        }

        foreach (Wish wish in wishes)
        {
            for (int i = 1; i < ready.Length; i++)
            {
                if (ready[i].Key == wish.Task && ready[i].Steps + 1 == wish.Step)
                {
                    return i;
                }
            }
        }

        return 0;
    }
}
