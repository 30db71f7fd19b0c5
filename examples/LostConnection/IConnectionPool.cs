namespace SimAsync.Examples.LostConnection;

/// <summary>Connections that are lent and given back.</summary>
public interface IConnectionPool
{
    /// <summary>How many are there to be lent.</summary>
    int Idle { get; }

    /// <summary>Borrows one, and waits for it if all are lent. Null if none came in time.</summary>
    Coroutine<string?> Rent(TimeSpan patience);

    /// <summary>Gives one back.</summary>
    void Return(string connection);
}
