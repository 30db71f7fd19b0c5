using global::FsCheck;
using global::FsCheck.Fluent;
using SimAsync.FsCheck.Graphs;
using SimAsync.Scheduler;

namespace SimAsync.FsCheck.Generators;

/// <summary>
/// In which order one run takes its steps: by a strategy and a seed, or in order but for some deviations. Shrinks towards in order, and to fewer deviations, earlier ones
/// and smaller ones.
/// </summary>
public sealed record Schedule
{
    private static readonly Strategy[] Strategies =
    [
        Strategy.InOrder, Strategy.Random, Strategy.Pos, Strategy.Urw, Strategy.Surw, Strategy.Pct(), Strategy.Pct(5), Strategy.DelayBounded(), Strategy.PreemptionBounded(),
    ];

    private Schedule(Strategy strategy, RunSeed seed, IReadOnlyList<Deviation> deviations) => (Strategy, Seed, Deviations) = (strategy, seed, deviations);

    /// <summary>The strategy.</summary>
    public Strategy Strategy { get; }

    /// <summary>The seed.</summary>
    public RunSeed Seed { get; }

    /// <summary>The steps out of order, by ascending choice; none if a strategy of chance decides. One that a run does not come to, or whose index is too large there, does no harm.</summary>
    public IReadOnlyList<Deviation> Deviations { get; }

    /// <summary>A schedule by a strategy.</summary>
    /// <param name="strategy">Any.</param>
    /// <param name="seed">The seed of its chance.</param>
    public static Schedule By(Strategy strategy, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        return new(strategy, new RunSeed(seed), []);
    }

    /// <summary>In order, but for some steps.</summary>
    /// <param name="deviations">By ascending choice, each choice once.</param>
    /// <exception cref="ArgumentException">Their choices do not ascend, or one is negative, or an index is less than 1.</exception>
    public static Schedule With(IEnumerable<Deviation> deviations)
    {
        Deviation[] given = [.. deviations ?? throw new ArgumentNullException(nameof(deviations))];
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i].Index < 1 || given[i].Choice < 0 || (i > 0 && given[i].Choice <= given[i - 1].Choice))
            {
                throw new ArgumentException($"The deviations ascend by choice, from 0 on, and have an index of at least 1; number {i} is {given[i]}.", nameof(deviations));
            }
        }

        return new(given.Length == 0 ? Strategy.InOrder : Strategy.Guided(given), default, given);
    }

    /// <summary>The options with this schedule.</summary>
    /// <typeparam name="T">Of one run, or of an exploration.</typeparam>
    /// <param name="options">The rest of the options.</param>
    public T Apply<T>(T options)
        where T : RunOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        return (T)(options with { Strategy = Strategy, Seed = Seed });
    }

    /// <summary>Whether both are the same strategy with the same seed, or the same deviations.</summary>
    public bool Equals(Schedule? other) =>
        other is not null && Strategy.Name == other.Strategy.Name && Seed == other.Seed && Deviations.SequenceEqual(other.Deviations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Strategy.Name, Seed, Deviations.Count);

    /// <inheritdoc/>
    public override string ToString() =>
        Deviations.Count > 0 ? $"in order but for {string.Join(", ", Deviations.Select(static d => $"choice {d.Choice}: {d.Index}"))}"
        : ReferenceEquals(Strategy, Strategy.InOrder) ? "in order"
        : $"{Strategy.Name}, seed {Seed}";

    internal static Gen<Schedule> Generator()
    {
        Gen<Schedule> byStrategy = Gen.Zip(Gen.Elements(Strategies), RunSeed.Generator(), static (strategy, seed) =>
            ReferenceEquals(strategy, Strategy.InOrder) ? With([]) : By(strategy, seed));
        Gen<Deviation> deviation = Gen.Zip(Gen.Sized(static size => Gen.Choose(0, 2 * Math.Max(size, 1))), Gen.GrowingElements(1, 1, 1, 2, 2, 3, 4), static (choice, index) => new Deviation(choice, index));
        Gen<Schedule> byDeviations = Gen.Choose(0, 5).SelectMany(deviation.ArrayOf)
            .Select(static deviations => With(deviations.OrderBy(static d => d.Choice).DistinctBy(static d => d.Choice)));
        return Gen.Frequency((2, byStrategy), (1, byDeviations));
    }

    internal static IEnumerable<Schedule> Shrink(Schedule schedule)
    {
        if (schedule.Deviations.Count == 0)
        {
            if (ReferenceEquals(schedule.Strategy, Strategy.InOrder))
            {
                return [];
            }

            IEnumerable<Schedule> plainer = schedule.Strategy.Name == Strategy.Random.Name ? [With([])] : [With([]), By(Strategy.Random, schedule.Seed)];
            return plainer.Concat(RunSeed.Shrink(schedule.Seed).Select(seed => By(schedule.Strategy, seed)));
        }

        IReadOnlyList<Deviation> all = schedule.Deviations;
        IEnumerable<Schedule> fewer = Chunks.Of(all.Count).Select(chunk => With(Chunks.Without(all, chunk)));
        return fewer.Concat(all.Index().SelectMany(each => Smaller(each.Item, each.Index == 0 ? -1 : all[each.Index - 1].Choice)
            .Select(smaller => With([.. all.Take(each.Index), smaller, .. all.Skip(each.Index + 1)]))));
    }

    private static IEnumerable<Deviation> Smaller(Deviation deviation, int after)
    {
        if (deviation.Index > 1)
        {
            yield return deviation with { Index = 1 };
            yield return deviation with { Index = deviation.Index - 1 };
        }

        int room = deviation.Choice - after - 1;
        foreach (int choice in new[] { after + 1, after + 1 + (room / 2), deviation.Choice - 1 }.Distinct().Where(choice => choice > after && choice < deviation.Choice))
        {
            yield return deviation with { Choice = choice };
        }
    }
}
