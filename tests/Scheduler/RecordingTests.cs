using SimAsync.Scheduler;

namespace SimAsync.Tests.Scheduler;

public sealed class RecordingTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(4095)]
    [TestCase(4096)]
    [TestCase(4097)]
    [TestCase(10_000)]
    public void Add_SoManyChoices_KeepsEachIndexInPlace(int count)
    {
        var recording = new Recording();
        recording.Begin(inPasses: false, seed: 1);
        for (int i = 0; i < count; i++)
        {
            recording.Add(i % 3, 3, (ulong)i);
        }

        Assert.That(recording.Count, Is.EqualTo(count));
        Assert.That(Enumerable.Range(0, count).Select(recording.IndexOf), Is.EqualTo(Enumerable.Range(0, count).Select(i => i % 3)));
        Assert.That(recording.Deviations, Is.EqualTo(Enumerable.Range(0, count).Where(i => i % 3 != 0).Select(i => new Deviation(i, i % 3))));
        Assert.That(recording.DeviationCount, Is.EqualTo(recording.Deviations.Count));
    }
}
