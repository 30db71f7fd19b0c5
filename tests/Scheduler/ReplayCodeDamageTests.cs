using SimAsync.Scheduler;

namespace SimAsync.Tests.Scheduler;

/// <summary>A code that lost characters, or got wrong ones, gave the FormatException of a base64 decoder.</summary>
public sealed class ReplayCodeDamageTests
{
    private const string Code = "sim1.AAUIAgAAAABZWU9ZT5mdO1w";

    [Test]
    public void Parse_CodeCutOffAnywhere_SaysSo([Range(0, 26)] int length) =>
        Assert.That(() => ReplayCode.Parse(Code[..length]), Throws.TypeOf<ReplayCodeException>());

    [TestCase('=')]
    [TestCase('é')]
    [TestCase('+')]
    [TestCase('x')]
    public void Parse_CodeWithAWrongCharacterAnywhere_SaysSo(char wrong)
    {
        Assert.That(ReplayCode.Parse(Code).ToString(), Is.EqualTo(Code));
        for (int i = 0; i < Code.Length; i++)
        {
            Assert.That(() => ReplayCode.Parse(Code[..i] + wrong + Code[(i + 1)..]), Throws.TypeOf<ReplayCodeException>(), $"at {i}");
        }
    }
}
