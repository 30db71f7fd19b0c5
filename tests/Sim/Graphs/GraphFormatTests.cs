using NUnit.Framework;
using SimAsync.Graphs;

namespace SimAsync.Tests.Graphs;

public class GraphFormatTests
{
    // The document as a whole
    [TestCase("[1]", "", "an object is needed, found [1]")]
    [TestCase("", "", "the text is empty")]
    [TestCase(" \n\t ", "", "the text is empty")]
    [TestCase("""{"coroutines": {"main": []}}""", "format", "a graph needs this field, with \"simasync.graph/1\" in it")]
    [TestCase("""{"format": "simasync.graph/2", "coroutines": {"main": []}}""", "format", "\"simasync.graph/1\" is needed, found \"simasync.graph/2\"")]
    [TestCase("""{"format": 1, "coroutines": {"main": []}}""", "format", "\"simasync.graph/1\" is needed, found 1")]
    [TestCase("""{"format": "simasync.graph/1", "format": "simasync.graph/1"}""", "format", "this name stands twice in its object, and only one of the two can be meant")]
    [TestCase("""{"format": "simasync.graph/1"}""", "coroutines", "a graph needs this field")]
    [TestCase("""{"format": "simasync.graph/1", "corutines": {}}""", "coroutines", "a graph needs this field; is \"corutines\" meant for it?")]
    [TestCase("""{"format": "simasync.graph/1", "coroutines": []}""", "coroutines", "an object is needed, found []")]
    [TestCase("""{"format": "simasync.graph/1", "coroutines": {"worker": []}}""", "coroutines.main", "a graph needs this coroutine: it begins there")]
    [TestCase("""{"format": "simasync.graph/1", "coroutines": {"main": [], "main": []}}""", "coroutines.main", "this name stands twice in its object, and only one of the two can be meant")]
    [TestCase("""{"format": "simasync.graph/1", "coroutines": {"main": {}}}""", "coroutines.main", "a list of statements is needed, found {}")]
    [TestCase("""{"format": "simasync.graph/1", "coroutines": {"main": [], "a.b": [5]}}""", "coroutines[\"a.b\"][0]", "a statement is needed, found 5")]
    [TestCase("""{"format": "simasync.graph/1", "name": 5, "coroutines": {"main": []}}""", "name", "a text is needed, found 5")]
    [TestCase("""{"format": "simasync.graph/1", "eager": 1, "coroutines": {"main": []}}""", "eager", "true or false is needed, found 1")]
    [TestCase("""{"program": {"format": "simasync.graph/1", "coroutines": {"main": []}}}""", "program", "this is a graph in a wrapping, which only ParseLine reads")]
    public void Parse_MalformedDocument_SaysWhereAndWhy(string json, string path, string reason) => AssertRefused(json, path, reason);

    // What is not JSON
    [TestCase("{", "line 1, column 2", "not JSON: the text ends before it is complete")]
    [TestCase("{\n \"é\": x}", "line 2, column 7", "not JSON from here on: x}")]
    [TestCase("{} {}", "line 1, column 4", "not JSON from here on: {}")]
    [TestCase("NaN", "line 1, column 1", "not JSON from here on: NaN")]
    [TestCase("{\"a\": 1,}", "line 1, column 9", "not JSON from here on: }")]
    public void Parse_NotJson_SaysWhereAndWhy(string json, string path, string reason) => AssertRefused(json, path, reason);

    // Statements
    [TestCase("""{"ms": 5}""", "[0].op", "a statement needs this field")]
    [TestCase("""{"op": 5}""", "[0].op", "a text is needed, found 5")]
    [TestCase("""{"op": "slep", "ms": 5}""", "[0].op", "unknown statement \"slep\"; did you mean \"sleep\"?")]
    [TestCase("""{"op": "frobnicate"}""", "[0].op", "unknown statement \"frobnicate\"")]
    [TestCase("""{"op": "yield", "op": "yield"}""", "[0].op", "this name stands twice in its object, and only one of the two can be meant")]
    [TestCase("""{"op": "sleep", "mss": 5}""", "[0].mss", "sleep has no such field; did you mean \"ms\"?")]
    [TestCase("""{"op": "sleep", "duration": 5}""", "[0].duration", "sleep has no such field; it has ms, value, into")]
    [TestCase("""{"op": "reraise", "into": "x"}""", "[0].into", "reraise has no such field")]
    [TestCase("""{"op": "sleep"}""", "[0].ms", "sleep needs this field")]
    [TestCase("""{"op": "log", "text": "a", "text": "b"}""", "[0].text", "this name stands twice in its object, and only one of the two can be meant")]
    [TestCase("""{"op": "log", "text": null}""", "[0].text", "a text is needed, found null")]
    [TestCase("""{"op": "log", "text": "\ud800"}""", "[0].text", "a text has half a surrogate pair, which is no character")]
    [TestCase("""{"op": "yield", "\ud800": 1}""", "[0]", "a field's name has half a surrogate pair, which is no character")]
    [TestCase("""{"op": "await"}""", "[0]", "await needs \"on\" or \"call\"")]
    [TestCase("""{"op": "await", "on": "t", "call": "w"}""", "[0].call", "await has \"on\" or \"call\", not both")]
    [TestCase("""{"op": "return", "value": 1, "from": "x"}""", "[0].from", "return has \"value\" or \"from\", not both")]
    public void Parse_MalformedStatement_SaysWhereAndWhy(string statement, string path, string reason) => AssertStatementRefused(statement, path, reason);

    // Numbers
    [TestCase("""{"op": "sleep", "ms": "x"}""", "[0].ms", "a number is needed, found \"x\"")]
    [TestCase("""{"op": "sleep", "ms": true}""", "[0].ms", "a number is needed, found true")]
    [TestCase("""{"op": "sleep", "ms": null}""", "[0].ms", "a number is needed, found null")]
    [TestCase("""{"op": "timeout", "ms": "x", "body": []}""", "[0].ms", "a number or null is needed, found \"x\"")]
    [TestCase("""{"op": "sleep", "ms": 1.5}""", "[0].ms", "a whole number of milliseconds is needed, found 1.5")]
    [TestCase("""{"op": "timeout_at", "at": 1e3, "body": []}""", "[0].at", "a whole number of milliseconds is needed, found 1e3")]
    [TestCase("""{"op": "wait_for", "of": "t", "timeout": 0.5}""", "[0].timeout", "a whole number of milliseconds is needed, found 0.5")]
    [TestCase("""{"op": "sleep", "ms": 1000000000001}""", "[0].ms", "a number from -1000000000000 to 1000000000000 is needed, found 1000000000001")]
    [TestCase("""{"op": "repeat", "times": 1000001, "body": []}""", "[0].times", "a number from 0 to 1000000 is needed, found 1000001")]
    [TestCase("""{"op": "repeat", "times": -1, "body": []}""", "[0].times", "a number from 0 to 1000000 is needed, found -1")]
    [TestCase("""{"op": "repeat", "times": 1.5, "body": []}""", "[0].times", "a whole number is needed, found 1.5")]
    [TestCase("""{"op": "repeat", "times": 99999999999999999999, "body": []}""", "[0].times", "a number from 0 to 1000000 is needed, found 99999999999999999999")]
    [TestCase("""{"op": "barrier", "as": "b", "parties": 0}""", "[0].parties", "a number from 1 to 1000000000000 is needed, found 0")]
    [TestCase("""{"op": "notify", "on": "c", "n": -1}""", "[0].n", "a number from 0 to 1000000000000 is needed, found -1")]
    [TestCase("""{"op": "semaphore", "as": "s", "value": -1}""", "[0].value", "a number from 0 to 1000000000000 is needed, found -1")]
    [TestCase("""{"op": "store", "on": "n", "plus": "x"}""", "[0].plus", "a number is needed, found \"x\"")]
    public void Parse_MalformedNumber_SaysWhereAndWhy(string statement, string path, string reason) => AssertStatementRefused(statement, path, reason);

    // Choices, operands and bodies
    [TestCase("""{"op": "raise", "type": "Exception"}""", "[0].type", "unknown exception \"Exception\": it is one of ValueError, KeyError, RuntimeError, TimeoutError, CancelledError")]
    [TestCase("""{"op": "set_exception", "on": "f", "type": "X"}""", "[0].type", "unknown exception \"X\": it is one of ValueError, KeyError, RuntimeError, TimeoutError, CancelledError")]
    [TestCase("""{"op": "wait", "of": [], "return_when": "FIRST"}""", "[0].return_when", "unknown return_when \"FIRST\": it is one of ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION")]
    [TestCase("""{"op": "queue", "as": "q", "kind": "lilo"}""", "[0].kind", "unknown kind \"lilo\": it is one of fifo, lifo, priority")]
    [TestCase("""{"op": "gather", "of": "t"}""", "[0].of", "a list of handles and calls is needed, found \"t\"")]
    [TestCase("""{"op": "gather", "of": ["t", 1]}""", "[0].of[1]", "a handle's name or {\"call\": NAME} is needed, found 1")]
    [TestCase("""{"op": "shield", "of": {}}""", "[0].of.call", "an operand that is an object needs this field")]
    [TestCase("""{"op": "shield", "of": {"call": "w", "name": "x"}}""", "[0].of.name", "an operand has no such field; it has call")]
    [TestCase("""{"op": "gather", "of": [], "return_exceptions": 1}""", "[0].return_exceptions", "true or false is needed, found 1")]
    [TestCase("""{"op": "put", "on": "q", "value": [1, 2]}""", "[0].value", "a text, a number, true, false or null is needed, found [1, 2]")]
    [TestCase("""{"op": "group", "body": {}}""", "[0].body", "a list of statements is needed, found {}")]
    [TestCase("""{"op": "group", "body": [{"op": "try", "body": [], "finally": [3]}]}""", "[0].body[0].finally[0]", "a statement is needed, found 3")]
    [TestCase("""{"op": "try", "body": [], "except": {}}""", "[0].except", "a list of except clauses is needed, found {}")]
    [TestCase("""{"op": "try", "body": [], "except": [{"body": []}]}""", "[0].except[0].type", "an except clause needs this field")]
    [TestCase("""{"op": "try", "body": [], "except": [{"type": "Exception"}]}""", "[0].except[0].body", "an except clause needs this field")]
    [TestCase("""{"op": "try", "body": [], "except": [{"type": "Exception", "bdoy": []}]}""", "[0].except[0].bdoy", "an except clause has no such field; did you mean \"body\"?")]
    [TestCase("""{"op": "try", "body": [], "except": [{"type": "Exception", "body": [{"op": "sleep"}]}]}""", "[0].except[0].body[0].ms", "sleep needs this field")]
    public void Parse_MalformedPart_SaysWhereAndWhy(string statement, string path, string reason) => AssertStatementRefused(statement, path, reason);

    [Test]
    public void Parse_UnknownExceptionInAClause_NamesThoseThatThereAre()
    {
        GraphFormatException e = Refused(InMain("""{"op": "try", "body": [], "except": [{"type": "OSError", "body": []}]}"""));
        Assert.That(e.Path, Is.EqualTo("coroutines.main[0].except[0].type"));
        Assert.That(e.Reason, Does.StartWith("unknown exception \"OSError\": it is one of BaseException, Exception, ").And.Contains("BrokenBarrierError"));
    }

    [Test]
    public void Parse_FaultInAWrappedGraph_HasItsPlaceInTheLine()
    {
        GraphFormatException e = Assert.Throws<GraphFormatException>(() => TaskGraph.ParseLine($$"""{"program": {{InMain("{}")}}}"""))!;
        Assert.That(e.Path, Is.EqualTo("program.coroutines.main[0].op"));
    }

    [Test]
    public void Message_OfAFault_IsPathAndReason() =>
        Assert.That(Refused(InMain("""{"op": "sleep", "ms": "x"}""")).Message, Is.EqualTo("coroutines.main[0].ms: a number is needed, found \"x\""));

    [Test]
    public void Reason_LongFoundValue_IsCut() =>
        Assert.That(Refused(InMain($$"""{"op": "sleep", "ms": "{{new string('x', 1000)}}"}""")).Reason,
            Is.EqualTo($"a number is needed, found \"{new string('x', 39)}…"));

    // Not a TestCase: an attribute keeps its texts in UTF-8, which has no halves.
    [Test]
    public void Parse_HalfASurrogatePair_IsRefused() =>
        AssertRefused("{\ud800}", "", "the text has half a surrogate pair, which is no character, at index 1");

    [Test]
    public void Parse_NotUtf8_IsRefused()
    {
        GraphFormatException e = Assert.Throws<GraphFormatException>(() => TaskGraph.Parse([(byte)'{', 0xff, (byte)'}']))!;
        Assert.That((e.Path, e.Reason), Is.EqualTo(("", "the text is not UTF-8")));
    }

    [Test]
    public void Parse_RuntimeErrors_AreNoFormatErrors() =>
        Assert.That(() => TaskGraph.Parse(InMain("""{"op": "await", "call": "nowhere"}, {"op": "cancel", "on": "nobody"}, {"op": "sleep", "ms": -5}""")), Throws.Nothing);

    private static void AssertStatementRefused(string statement, string path, string reason) =>
        AssertRefused(InMain(statement), "coroutines.main" + path, reason);

    private static void AssertRefused(string json, string path, string reason)
    {
        GraphFormatException e = Refused(json);
        Assert.That((e.Path, e.Reason), Is.EqualTo((path, reason)));
    }

    private static GraphFormatException Refused(string json) => Assert.Throws<GraphFormatException>(() => TaskGraph.Parse(json))!;

    private static string InMain(string statement) => $$$"""{"format": "simasync.graph/1", "coroutines": {"main": [{{{statement}}}]}}""";
}
