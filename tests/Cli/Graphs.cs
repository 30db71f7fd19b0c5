using System.Text.Json;

namespace SimAsync.Tests.Cli;

/// <summary>Small graphs, as they stand in files.</summary>
internal static class Graphs
{
    /// <summary>In order the fee is booked before the deposit reads the balance. In few other orders it is not, and the fee is lost.</summary>
    public const string LostUpdatePretty = """
        {
          "format": "simasync.graph/1",
          "name": "lost update",
          "coroutines": {
            "main": [
              {"op": "cell", "as": "balance", "value": 0},
              {"op": "gather", "of": [{"call": "fee"}, {"call": "deposit"}]},
              {"op": "check", "on": "balance", "equals": 11}
            ],
            "fee": [
              {"op": "load", "on": "balance", "into": "old"},
              {"op": "yield"},
              {"op": "store", "on": "balance", "from": "old", "plus": 1}
            ],
            "deposit": [
              {"op": "yield"},
              {"op": "yield"},
              {"op": "load", "on": "balance", "into": "old"},
              {"op": "yield"},
              {"op": "store", "on": "balance", "from": "old", "plus": 10}
            ]
          }
        }

        """;

    /// <summary>Returns 5 at 3 ms, in any order.</summary>
    public const string Five = """{"format": "simasync.graph/1", "name": "five", "coroutines": {"main": [{"op": "sleep", "ms": 3}, {"op": "return", "value": 5}]}}""";

    public const string Deadlock = """{"format": "simasync.graph/1", "coroutines": {"main": [{"op": "future", "as": "f"}, {"op": "await", "on": "f"}]}}""";

    /// <summary>A thousand steps and a few.</summary>
    public const string Long = """{"format": "simasync.graph/1", "name": "long", "coroutines": {"main": [{"op": "repeat", "times": 1000, "body": [{"op": "yield"}]}]}}""";

    /// <summary>Ends well, but leaves an exception that nobody asks for.</summary>
    public const string Careless = """
        {"format": "simasync.graph/1", "name": "careless", "coroutines": {"main": [{"op": "task", "as": "t", "call": "bad"}, {"op": "sleep", "ms": 1}], "bad": [{"op": "raise", "type": "ValueError"}]}}
        """;

    public const string BadField = """{"format": "simasync.graph/1", "coroutines": {"main": [{"op": "yield"}, {"op": "sleep", "ms": "x"}]}}""";

    public static string LostUpdate { get; } = JsonSerializer.Serialize(JsonElement.Parse(LostUpdatePretty));
}
