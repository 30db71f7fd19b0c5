namespace SimAsync.Graphs;

/// <summary>
/// What a combinator takes (<c>of</c>): a handle by its name, or <c>{"call": NAME}</c>, a fresh coroutine object.
/// </summary>
/// <param name="Name">The handle's name, or the coroutine's.</param>
/// <param name="IsCall">Whether it is a coroutine that is called.</param>
public sealed record Operand(string Name, bool IsCall)
{
    /// <summary>How a trace names it: a coroutine with <c>()</c> after its name.</summary>
    public string Label => IsCall ? Name + "()" : Name;

    /// <summary>The task, future or other thing that is bound to a name.</summary>
    public static Operand Handle(string name) => new(name, IsCall: false);

    /// <summary>A fresh coroutine object.</summary>
    public static Operand Call(string name) => new(name, IsCall: true);
}
