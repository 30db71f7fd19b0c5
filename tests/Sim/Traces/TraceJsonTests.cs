using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SimAsync.Traces;

namespace SimAsync.Tests.Traces;

public sealed class TraceJsonTests
{
    // What is changed in the JSON of Documents.Order, into what, and what is then said; ' for ".
    private static readonly TestCaseData[] Broken =
    [
        new("'simasync.trace/1'", "'simasync.trace/2'", "$.format: this reads simasync.trace/1, found 'simasync.trace/2'."),
        new("'simasync.trace/1'", "'\\u001b[31m" + new string('x', 50) + "'", "$.format: this reads simasync.trace/1, found '\\u001b[31m" + new string('x', 34) + "…'."),
        new("'simasync.trace/1'", "1", "$.format: a text is needed, found 1."),
        new("'format':'simasync.trace/1',", "", "$.format: this field is missing."),
        new("{'format'", "[{'format'", "an object is needed, found a list."),
        new("'runs':[{'failed':true", "'runs':[null,{'failed':true", "$.runs[0]: an object is needed, found null."),
        new("'lanes':[", "'lanes':null,'x':[", "$.runs[0].lanes: a list is needed, found null."),
        new("'lanes':[", "'xlanes':[", "$.runs[0].lanes: this field is missing."),
        new("'lanes':[", "'lanes':[],'lanes':[", "$.runs[0].lanes: this field is there twice."),
        new("'steps':[", "'steps':{},'x':[", "$.runs[0].steps: a list is needed, found an object."),
        new("'steps':[", "'steps':['x',", "$.runs[0].steps[0]: an object is needed, found 'x'."),
        new("'number':2", "'number':2.5", "$.runs[0].steps[1].number: a whole number up to 9223372036854775807 is needed, found 2.5."),
        new("'number':2", "'number':'2'", "$.runs[0].steps[1].number: a whole number up to 9223372036854775807 is needed, found '2'."),
        new("'number':2", "'number':4", "$.runs[0].steps[1].number: steps are numbered from 1 on: 2 is needed, found 4."),
        new("'number':2,", "", "$.runs[0].steps[1].number: this field is missing."),
        new("'ready':2", "'ready':0", "$.runs[0].steps[1].ready: a whole number from 1 is needed, found 0."),
        new("'ready':2", "'ready':99999999999", "$.runs[0].steps[1].ready: a whole number up to 2147483647 is needed, found 99999999999."),
        new("'ready':2", "'ready':null", "$.runs[0].steps[1].ready: a whole number up to 2147483647 is needed, found null."),
        new("'ticks':500000,'lane':2", "'ticks':-1,'lane':2", "$.runs[0].steps[1].ticks: a whole number from 0 is needed, found -1."),
        new("'ticks':500000,'lane':1", "'ticks':499999,'lane':1", "$.runs[0].steps[2].ticks: time does not go back: a whole number from 500000 is needed, found 499999."),
        new("'ticks':500000,'lane':1", "'ticks':500000,'lane':3", "$.runs[0].steps[2].lane: there is no such lane: there are 3, counted from 0, found 3."),
        new("'ticks':500000,'lane':1", "'ticks':500000,'lane':-1", "$.runs[0].steps[2].lane: there is no such lane: there are 3, counted from 0, found -1."),
        new("'kind':'resume'", "'kind':'Resume'", "$.runs[0].steps[1].kind: one of resume, start, timer, callback, bookkeeping is needed, found 'Resume'."),
        new("'kind':'resume'", "'kind':'start, timer'", "$.runs[0].steps[1].kind: one of resume, start, timer, callback, bookkeeping is needed, found 'start, timer'."),
        new("'kind':'resume'", "'kind':1", "$.runs[0].steps[1].kind: one of resume, start, timer, callback, bookkeeping is needed, found 1."),
        new("'kind':'method'", "'kind':null", "$.runs[0].lanes[1].kind: one of task, method, callbacks is needed, found null."),
        new("'kind':'logged'", "'kind':'said'", "$.runs[0].steps[1].deeds[0].kind: one of began, ended, ran, cancelled, took, released, chose, noted, logged, warned is needed, found 'said'."),
        new("'text':'cancelled'", "'text':'\\ud83d'", "$.runs[0].steps[1].deeds[0].text: this text has half a surrogate pair, which is no character."),
        new("'text':'cancelled'", "'text':{}", "$.runs[0].steps[1].deeds[0].text: a text is needed, found an object."),
        new("'ranAs':3", "'ranAs':2", "$.runs[0].steps[1].insteadOf.ranAs: the number of a later step is needed, found 2."),
        new("'ranAs':3", "'ranAs':5", "$.runs[0].steps[1].insteadOf.ranAs: there is no such step: the run has 4, found 5."),
        new("'wokenBy':3", "'wokenBy':4", "$.runs[0].steps[3].wokenBy: the number of an earlier step is needed, found 4."),
        new("'name':'Pay'", "'name':'main'", "$.runs[0].lanes[1].name: it is to be told from the others of its run, and lanes[0] has the same."),
        new("'parent':0", "'parent':1", "$.runs[0].lanes[1].parent: the index of a lane that comes before it is needed, found 1."),
        new("'begun':1,'ended':3", "'begun':1,'ended':5", "$.runs[0].lanes[1].ended: there is no such step: the run has 4, found 5."),
        new("'begun':1,'ended':3", "'begun':2,'ended':1", "$.runs[0].lanes[1].ended: it began only in step 2."),
        new("'at':{'file':0,'line':12}", "'at':{'file':1,'line':12}", "$.runs[0].steps[0].at.file: there is no such file: there is 1, counted from 0, found 1."),
        new("'at':{'file':0,'line':12}", "'at':{'file':0,'line':0}", "$.runs[0].steps[0].at.line: a whole number from 1 is needed, found 0."),
        new("'at':{'file':0,'line':12}", "'at':{'file':0}", "$.runs[0].steps[0].at.line: this field is missing."),
        new("'then':{'file':0,'line':17}", "'then':17", "$.runs[0].steps[0].then: an object is needed, found 17."),
        new("'line':15,'text'", "'line':14,'text'", "$.code[1]: this line is there twice."),
        new("'agree':1", "'agree':5", "$.failure.agree: no run has so many steps: a whole number from 0 to 4 is needed, found 5."),
        new("'type':'NUnit", "'tipe':'NUnit", "$.failure.type: this field is missing."),
        new("'failed':true", "'failed':'true'", "$.runs[0].failed: true or false is needed, found 'true'."),
        new("'files':['", "'files':[null,'", "$.files[0]: a text is needed, found null."),
        new("'lane':2,'kind':'resume'", "'lane':2,'kind' 'resume'", "not JSON from here on: 'resume','method'"),
        new("'failed':false", "'failed':nope", "not JSON from here on: ope,"),
    ];

    [Test]
    public void Read_WhatWasWritten_IsTheSame()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            TraceDocument document = Documents.Random(seed);
            using var stream = new MemoryStream();
            TraceJson.Write(document, stream);
            stream.Position = 0;

            // All fields of both, also those that are null or empty, with what is no character as the one that says so.
            Assert.That(JsonSerializer.Serialize(TraceJson.Read(stream)), Is.EqualTo(JsonSerializer.Serialize(document)), $"seed {seed}");
        }
    }

    [Test]
    public void Write_WhatIsEmptyOrUsual_IsLeftOut()
    {
        string json = TraceJson.Write(new TraceDocument { Runs = [new() { Lanes = [new() { Path = "root", Name = "main" }], Steps = [new() { Number = 1, Lane = 0 }] }] });

        Assert.That(json, Is.EqualTo(
            """{"format":"simasync.trace/1","runs":[{"failed":false,"outcome":"","ticks":0,"lanes":[{"path":"root","name":"main","kind":"task"}],"steps":[{"number":1,"ticks":0,"lane":0,"kind":"resume"}]}]}"""));
    }

    [Test]
    public void Read_FieldsThatItDoesNotKnow_ArePassedOver()
    {
        string deep = string.Concat(Enumerable.Repeat("[{\"steps\":", 50_000)) + "1" + string.Concat(Enumerable.Repeat("}]", 50_000));
        string json = TraceJson.Write(Documents.Order());
        string more = Regex.Replace(json, @"\{(?="")", $$"""{"new":{"format":3},"later":[null,"\ud83d"],""");
        more = more.Replace("\"failed\":true", $"\"failed\":true,\"deep\":{deep}", StringComparison.Ordinal);

        Assert.That(TraceJson.Write(Read(more)), Is.EqualTo(json));
    }

    [Test]
    public void Read_ByteOrderMarkAndSpace_ArePassedOver() =>
        Assert.That(Read("\ufeff \n" + TraceJson.Write(Documents.Order()) + "\n").Title, Is.EqualTo(Documents.Order().Title));

    [TestCaseSource(nameof(Broken))]
    public void Read_SomethingWrong_SaysWhereAndWhat(string part, string instead, string error)
    {
        static string Quotes(string text) => text.Replace('\'', '"');
        string good = TraceJson.Write(Documents.Order());
        int at = good.IndexOf(Quotes(part), StringComparison.Ordinal);
        Assert.That(at, Is.Not.Negative);
        string bad = string.Concat(good.AsSpan(0, at), Quotes(instead), good.AsSpan(at + part.Length));

        Assert.That(() => Read(bad), Throws.TypeOf<FormatException>().With.Message.Contain(Quotes(error)));
    }

    [TestCase("", "The text is empty.")]
    [TestCase(" \n ", "The text is empty.")]
    [TestCase("null", "$: an object is needed, found null.")]
    [TestCase("x", "line 1, column 1: not JSON from here on: x.")]
    [TestCase("{}", "$.format: this field is missing.")]
    [TestCase("{\"format\":\"simasync.trace/1\",\"runs\":[]}", "$.runs: one or two are needed, found 0.")]
    [TestCase("{\"format\":\"simasync.trace/1\",\"runs\":[]} {}", "line 1, column 41: not JSON from here on: {}.")]
    [TestCase("{\"format\":\"simasync.graph/1\"", "$.format: this reads simasync.trace/1, found \"simasync.graph/1\".")]
    public void Read_NoTraceAtAll_SaysSo(string text, string error) => Assert.That(() => Read(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(error));

    [Test]
    public void Read_CutOffAnywhere_SaysThatItEnds()
    {
        string json = TraceJson.Write(Documents.Order()).Replace(",\"lanes\"", ",\n\"lanes\"", StringComparison.Ordinal);
        for (int length = json.IndexOf(',') + 1; length < json.Length; length++)
        {
            Assert.That(() => Read(json[..length]), Throws.TypeOf<FormatException>().With.Message.Matches(@"^line [123], column \d+: not JSON"), json[..length]);
        }
    }

    [Test]
    public void Read_BytesThatAreNoUtf8_SaysSo()
    {
        Assert.That(() => TraceJson.Read(new MemoryStream([0xFF, 0xFE, (byte)'{', 0])), Throws.TypeOf<FormatException>().With.Message.EqualTo("The text is UTF-16, and UTF-8 is needed."));
        Assert.That(() => TraceJson.Read(new MemoryStream([(byte)'{', (byte)'"', 0xC3, (byte)'"'])), Throws.TypeOf<FormatException>().With.Message.EqualTo("The text is not UTF-8."));
    }

    [Test]
    public void Read_LongerThanAnyTrace_SaysSo()
    {
        using var endless = new Endless();

        Assert.That(() => TraceJson.Read(endless), Throws.TypeOf<FormatException>().With.Message.EqualTo("The text is longer than 256 MiB."));
    }

    [Test]
    public void Read_NestedDeep_DoesNotCrash() =>
        Assert.That(() => Read("{\"format\":\"simasync.trace/1\",\"runs\":" + new string('[', 5_000_000)), Throws.TypeOf<FormatException>().With.Message.EqualTo("$.runs[0]: an object is needed, found a list."));

    private static TraceDocument Read(string text) => TraceJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
