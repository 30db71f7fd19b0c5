using System.Text;
using SimAsync.Tests.Cli;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

public sealed class SimTraceTests
{
    [TestCase("a.json", "{\"format\"")]
    [TestCase("a.html", "<!doctype html>")]
    [TestCase("a.perfetto.json", "{\"displayTimeUnit\"")]
    [TestCase("a.mmd", "sequenceDiagram\n")]
    [TestCase("a.txt", "CheckoutTests.Order_")]
    [TestCase("A.PERFETTO.JSON", "{\"displayTimeUnit\"")]
    public void Save_AName_WritesTheFormThatItEndsWith(string name, string begins)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, name);
        new SimTrace(Documents.Order()).Save(path);
        new SimTrace(Documents.Order()).Save(path);

        Assert.That(File.ReadAllText(path), Does.StartWith(begins));
        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { path }));
    }

    [TestCase("a.svg")]
    [TestCase("a")]
    [TestCase("json")]
    [TestCase(".json/a")]
    public void Save_AnotherName_ListsTheEndings(string name) => Assert.That(
        () => new SimTrace(Documents.Order()).Save(name),
        Throws.ArgumentException.With.Message.StartWith($"No form of a trace has files with such a name: it ends with one of .perfetto.json, .json, .html, .mmd, .txt, found \"{name.Split('/')[^1]}\"."));

    [Test]
    public void Save_NoName_IsRefused() => Assert.That(() => new SimTrace(Documents.Order()).Save(""), Throws.ArgumentException);

    [Test]
    public void Write_ThatFails_LeavesWhatWasThere()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.txt", "old");

        Assert.That(
            () => TraceFile.Write(path, static stream =>
            {
                stream.Write("half"u8);
                throw new InvalidOperationException("no more");
            }),
            Throws.InvalidOperationException);
        Assert.That(File.ReadAllText(path), Is.EqualTo("old\n"));
        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { path }));
    }

    [TestCase(TraceFormat.Json)]
    [TestCase(TraceFormat.Perfetto)]
    [TestCase(TraceFormat.Mermaid)]
    [TestCase(TraceFormat.Text)]
    public void Write_AnyForm_LeavesTheStreamOpenAndTheDocumentAsItWas(TraceFormat format)
    {
        using var stream = new MemoryStream();
        SimTrace trace = SimTrace.Read(new MemoryStream(Encoding.UTF8.GetBytes(TraceJson.Write(Documents.Order()))));
        trace.Write(stream, format);
        long once = stream.Length;
        trace.Write(stream, format);

        Assert.That(stream.Length, Is.EqualTo(2 * once));
        Assert.That(stream.GetBuffer().AsSpan(0, (int)once).SequenceEqual(stream.GetBuffer().AsSpan((int)once, (int)once)));
        Assert.That(trace.Title, Is.EqualTo(Documents.Order().Title));
    }

    [Test]
    public void Write_NoForm_IsRefused() =>
        Assert.That(() => new SimTrace(Documents.Order()).Write(new MemoryStream(), (TraceFormat)17), Throws.TypeOf<ArgumentOutOfRangeException>());
}
