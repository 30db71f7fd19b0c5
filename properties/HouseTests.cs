using System.Reflection;

namespace SimAsync.Properties;

/// <summary>Looks after the suite itself.</summary>
public sealed class HouseTests
{
    /// <summary>NUnit does not look for [Property] in a class that is not a [TestFixture]: its laws would pass unseen.</summary>
    [Test]
    public void Fixtures_WithAProperty_AreMarkedTestFixture() =>
        Assert.That(
            typeof(HouseTests).Assembly.GetTypes().Where(type =>
                type.GetMethods().Any(method => method.IsDefined(typeof(PropertyAttribute)))
                && !type.IsDefined(typeof(TestFixtureAttribute))),
            Is.Empty);
}
