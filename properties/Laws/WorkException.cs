namespace SimAsync.Properties.Laws;

/// <summary>What work fails with.</summary>
/// <param name="number">Whose it is.</param>
public sealed class WorkException(int number) : Exception($"work {number} failed")
{
    public int Number => number;
}
