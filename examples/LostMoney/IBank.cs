namespace SimAsync.Examples.LostMoney;

/// <summary>Moves money between accounts.</summary>
public interface IBank
{
    /// <summary>Moves an amount from one account to another.</summary>
    Task Transfer(string from, string to, int amount);
}
