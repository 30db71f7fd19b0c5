namespace SimAsync.Graphs;

/// <summary>One except clause of a try.</summary>
public sealed record ExceptClause
{
    private readonly Statement[] body = [];

    /// <summary>A clause for a type of exception.</summary>
    /// <param name="type">See <see cref="Type"/>.</param>
    /// <param name="body">See <see cref="Body"/>.</param>
    public ExceptClause(string type, IEnumerable<Statement> body)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(body);
        Type = type;
        this.body = [.. body];
    }

    /// <summary>The name of the exception that it catches, with all that derive from it: <c>ValueError</c>, <c>Exception</c>, …</summary>
    public string Type { get; }

    /// <summary>What it does with it.</summary>
    public IReadOnlyList<Statement> Body => body;

    /// <summary>Whether both have the same type and equal bodies.</summary>
    public bool Equals(ExceptClause? other) => other is not null && Type == other.Type && Body.SequenceEqual(other.Body);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, body.Length);
}
