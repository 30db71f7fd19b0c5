using System.Diagnostics;
using SimAsync.Kernel;

namespace SimAsync;

/// <summary>
/// A variable that tasks share, which the simulation sees being read and written: so it knows which steps conflict, and exhaustive search
/// need not try the orders of those that do not.
/// </summary>
/// <remarks>Neither reading nor writing yields. Outside a simulation it is a plain variable, as safe as one: not for two threads at once.</remarks>
/// <typeparam name="T">Its type. What a reference refers to is not watched.</typeparam>
[DebuggerDisplay("{value}")]
public sealed class Shared<T>
{
    private readonly Watched watched = Watched.New();
    private T value;

    /// <param name="value">What it holds first.</param>
    public Shared(T value) => this.value = value;

    /// <summary>What it holds.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public T Value
    {
        get
        {
            watched.Read();
            return value;
        }

        set
        {
            watched.Write();
            this.value = value;
        }
    }

    /// <summary>What it holds, as text.</summary>
    public override string ToString() => value?.ToString() ?? "null";
}
