using System.Diagnostics.CodeAnalysis;

namespace SimAsync.FsCheck.Properties;

/// <summary>Where a property's inputs come from.</summary>
internal interface IInputs<T>
{
    /// <summary>An input, made anew each time, and always the same for the same seed and size.</summary>
    /// <exception cref="InputException">The generator failed.</exception>
    T Generate(ulong seed, int size);

    /// <summary>Smaller ones, the likeliest to fail first.</summary>
    /// <exception cref="InputException">The shrinker failed; it may while it is being enumerated.</exception>
    IEnumerable<T> Shrink(T input);

    /// <summary>A copy without making the input anew: possible if nothing in it can change.</summary>
    bool TryCopy(T input, [MaybeNullWhen(false)] out T copy);

    /// <summary>An input as people read it: a line for each argument, or more.</summary>
    string Print(T input);

    /// <summary>The arguments that an input consists of.</summary>
    IReadOnlyList<object?> Arguments(T input);
}
