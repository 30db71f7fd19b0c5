
namespace SimAsync.Tests.Scheduler;

public sealed class StrategyTests
{
    [Test]
    public void Parse_EachName_GivesTheStrategyOfThatName() =>
        Assert.That(Strategy.Names.Select(static name => Strategy.Parse(name).Name), Is.EqualTo(Strategy.Names));

    [TestCase("")]
    [TestCase("Random")]
    [TestCase("random ")]
    public void Parse_AnyOther_NamesThoseThatThereAre(string name) =>
        Assert.That(() => Strategy.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains("in-order, random, pct"));

    [TestCase("pct:5", "pct:5")]
    [TestCase("pct:3", "pct")]
    [TestCase("delay:0", "delay:0")]
    [TestCase("preemption:1", "preemption:1")]
    public void Parse_WithABound_HasIt(string name, string shown) => Assert.That(Strategy.Parse(name).Name, Is.EqualTo(shown));

    [TestCase("pct:0", "from 1")]
    [TestCase("delay:-1", "from 0")]
    [TestCase("preemption:", "from 0")]
    [TestCase("pct:99999999999", "from 1")]
    [TestCase("random:2", "has no bound")]
    public void Parse_BoundThatCannotBe_SaysWhy(string name, string why) =>
        Assert.That(() => Strategy.Parse(name), Throws.TypeOf<FormatException>().With.Message.Contains(why));

    [Test]
    public void Bounds_OutOfRange_AreRefused() => Assert.Multiple(() =>
    {
        Assert.That(() => Strategy.Pct(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Strategy.DelayBounded(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Strategy.PreemptionBounded(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
    });
}
