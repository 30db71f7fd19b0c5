namespace SimAsync.Properties.Oracle;

/// <summary>The oracle is not there, or has failed: nothing is known about the graphs, good or bad.</summary>
internal sealed class OracleException(string message, Exception? inner = null) : Exception(message, inner);
