using SimAsync.Scheduler;

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

    [Test]
    public void Sweep_FirstChoices_CountUpAndThenTheInnerGoesOn()
    {
        int asked = 0;
        Search search = Strategy.Sweep(Strategy.InOrder, () =>
        {
            asked++;
            return 3;
        }).Search();

        Assert.That(Enumerable.Range(0, 5).Select(run => search.Begin(1, run).Choose(10)), Is.EqualTo([0, 1, 2, 3, 0]));
        Assert.That(asked, Is.Positive);
    }
}
