using FsCheck;
using SimAsync.Scheduler;

namespace SimAsync.Properties;

/// <summary>What every choice relies on, for any seed: it is in range, and the same seed gives it again.</summary>
[TestFixture]
public sealed class Xoshiro256Properties
{
    [Property]
    public bool Next_AnySeedAndBound_IsInRange(ulong seed, PositiveInt bound)
    {
        Xoshiro256 generator = new(seed);
        int drawn = generator.Next(bound.Get);
        return 0 <= drawn && drawn < bound.Get;
    }

    [Property]
    public bool Next_SameSeedTwice_GivesTheSameNumbers(ulong seed, PositiveInt[] bounds)
    {
        Xoshiro256 first = new(seed);
        Xoshiro256 second = new(seed);
        return bounds.All(bound => first.Next(bound.Get) == second.Next(bound.Get));
    }

    [Property]
    public bool NextDouble_AnySeed_IsFromZeroUpToOne(ulong seed)
    {
        Xoshiro256 generator = new(seed);
        double drawn = generator.NextDouble();
        return 0 <= drawn && drawn < 1;
    }
}
