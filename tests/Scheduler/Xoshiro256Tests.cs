using SimAsync.Scheduler;

namespace SimAsync.Tests.Scheduler;

/// <summary>Pins the generator to its published vectors: were one number to change, every replay code would mean another run.</summary>
public sealed class Xoshiro256Tests
{
    private const ulong Seed = 20260101;

    [Test]
    public void NextUInt64_FromState1234_GivesThePublishedVector()
    {
        // The reference implementation's (Blackman and Vigna) first ten outputs, as rand_xoshiro checks them too.
        Xoshiro256 generator = new(1, 2, 3, 4);
        ulong[] drawn = [.. Enumerable.Range(0, 10).Select(_ => generator.NextUInt64())];

        ulong[] published =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.That(drawn, Is.EqualTo(published));
    }

    [Test]
    public void SplitMix64_FromSeed1234567_GivesThePublishedVector()
    {
        ulong state = 1234567;
        ulong[] drawn = [.. Enumerable.Range(0, 5).Select(_ => Xoshiro256.SplitMix64(ref state))];

        ulong[] published =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];
        Assert.That(drawn, Is.EqualTo(published));
    }

    [Test]
    public void Constructor_FromASeed_FillsTheStateBySplitMix64()
    {
        ulong state = Seed;
        Xoshiro256 filled = new(
            Xoshiro256.SplitMix64(ref state),
            Xoshiro256.SplitMix64(ref state),
            Xoshiro256.SplitMix64(ref state),
            Xoshiro256.SplitMix64(ref state));
        Xoshiro256 seeded = new(Seed);

        Assert.That(seeded.NextUInt64(), Is.EqualTo(filled.NextUInt64()));
    }

    [Test]
    public void Constructor_FromZerosOnly_Throws() =>
        Assert.That(() => new Xoshiro256(0, 0, 0, 0), Throws.ArgumentException);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(int.MinValue)]
    public void Next_BoundBelowOne_Throws(int bound)
    {
        Xoshiro256 generator = new(Seed);
        Assert.That(() => generator.Next(bound), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    [TestCase(1 << 30)]
    [TestCase(int.MaxValue)]
    public void Next_ManyDraws_StayBelowTheBound(int bound)
    {
        Xoshiro256 generator = new(Seed);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.That(generator.Next(bound), Is.InRange(0, bound - 1));
        }
    }

    [Test]
    public void Next_SmallBound_IsUniform()
    {
        // 60,000 draws below 6: 10,000 of each expected, with a standard deviation of sqrt(60000 * 1/6 * 5/6) = 91.3.
        // Five of them are 456. A fair generator fails with a chance of about 6 * 5.7e-7 = 3.4e-6; the seed is fixed, so
        // that the die was cast once.
        int[] counts = Count(60_000, 6, drawn => drawn, 6);
        Assert.That(counts, Is.All.InRange(10_000 - 456, 10_000 + 456));
    }

    [Test]
    public void Next_LargeBound_RejectsTheSliver()
    {
        // Below 3 * 2^29, of 2^32 values eight fall on each three numbers. Multiplying without rejecting gives the numbers
        // of one residue modulo 3 two of the eight, a quarter where a third is due: 7,500 of 30,000 instead of 10,000.
        // The standard deviation is sqrt(30000 * 1/3 * 2/3) = 81.6; five of them are 408. A fair generator fails with a
        // chance of about 3 * 5.7e-7 = 1.7e-6, the unfair one passes never (30 standard deviations).
        int[] residues = Count(30_000, 3 << 29, drawn => drawn % 3, 3);
        Assert.That(residues, Is.All.InRange(10_000 - 408, 10_000 + 408));

        // A bare remainder gives the numbers below 2^30 three of four draws where two of three are due: 22,500 instead of
        // 20,000, with the same standard deviation.
        int[] thirds = Count(30_000, 3 << 29, drawn => drawn >> 29, 3);
        Assert.That(thirds[0] + thirds[1], Is.InRange(20_000 - 408, 20_000 + 408));
    }

    [Test]
    public void NextDouble_ManyDraws_AreUniformInFourQuarters()
    {
        // 40,000 draws: 10,000 to a quarter, standard deviation sqrt(40000 * 1/4 * 3/4) = 86.6; five of them are 433.
        // A fair generator fails with a chance of about 4 * 5.7e-7 = 2.3e-6.
        Xoshiro256 generator = new(Seed);
        int[] counts = new int[4];
        for (int i = 0; i < 40_000; i++)
        {
            counts[(int)(generator.NextDouble() * 4)]++;
        }

        Assert.That(counts, Is.All.InRange(10_000 - 433, 10_000 + 433));
    }

    private static int[] Count(int draws, int bound, Func<int, int> classOf, int classes)
    {
        Xoshiro256 generator = new(Seed);
        int[] counts = new int[classes];
        for (int i = 0; i < draws; i++)
        {
            counts[classOf(generator.Next(bound))]++;
        }

        return counts;
    }
}
