namespace SimAsync.Properties.Laws;

/// <summary>A law does not hold.</summary>
public sealed class LawException(string message) : Exception(message);
