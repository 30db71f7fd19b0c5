using System.Runtime.CompilerServices;
using FsCheck;
using SimAsync.FsCheck.Properties;

namespace SimAsync.FsCheck;

/// <summary>Makes FsCheck properties whose inputs are explored: each runs in a simulation, in many interleavings, until one fails.</summary>
/// <remarks>
/// <para>
/// They are checked with <see cref="SimCheck"/>, or with FsCheck's own <c>Check</c>, which prints the input and the whole failure. FsCheck shrinks the input, and explores each candidate for
/// that; the interleaving of the smallest is shrunk after that. The message ends with one code for both.
/// </para>
/// <para>
/// Each run gets an input of its own, made anew from the seed, so that it may change what it gets. A body that returns false, throws, deadlocks or goes past a bound has failed. If it returns
/// a <see cref="Property"/>, that is evaluated inside the simulation: its condition, labels and classification count. Whether an input is rejected, and its classification, is what its first run says.
/// </para>
/// </remarks>
public static class SimProp
{
    /// <summary>A property of all inputs.</summary>
    /// <typeparam name="T">An input's type.</typeparam>
    /// <param name="arbitrary">What generates and shrinks the inputs.</param>
    /// <param name="body">What is to hold. Called once for each run, inside its simulation.</param>
    /// <param name="options">How each input is explored; null for the defaults.</param>
    [OverloadResolutionPriority(1)]
    public static Property ForAll<T>(Arbitrary<T> arbitrary, Func<T, Task> body, SimPropertyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Of(arbitrary, body, options, async Coroutine<object?> (input) =>
        {
            await body(input);
            return null;
        });
    }

    /// <inheritdoc cref="ForAll{T}(Arbitrary{T}, Func{T, Task}, SimPropertyOptions?)"/>
    [OverloadResolutionPriority(1)]
    public static Property ForAll<T>(Arbitrary<T> arbitrary, Func<T, Task<bool>> body, SimPropertyOptions? options = null) =>
        Of(arbitrary, body, options, async Coroutine<object?> (input) => await body(input));

    /// <inheritdoc cref="ForAll{T}(Arbitrary{T}, Func{T, Task}, SimPropertyOptions?)"/>
    [OverloadResolutionPriority(1)]
    public static Property ForAll<T>(Arbitrary<T> arbitrary, Func<T, Task<Property>> body, SimPropertyOptions? options = null) =>
        Of(arbitrary, body, options, async Coroutine<object?> (input) => await body(input));

    /// <inheritdoc cref="ForAll{T}(Arbitrary{T}, Func{T, Task}, SimPropertyOptions?)"/>
    public static Property ForAll<T>(Arbitrary<T> arbitrary, Func<T, Coroutine> body, SimPropertyOptions? options = null) =>
        Of(arbitrary, body, options, async Coroutine<object?> (input) =>
        {
            await body(input);
            return null;
        });

    /// <inheritdoc cref="ForAll{T}(Arbitrary{T}, Func{T, Task}, SimPropertyOptions?)"/>
    public static Property ForAll<T>(Arbitrary<T> arbitrary, Func<T, Coroutine<bool>> body, SimPropertyOptions? options = null) =>
        Of(arbitrary, body, options, async Coroutine<object?> (input) => await body(input));

    /// <inheritdoc cref="ForAll{T}(Arbitrary{T}, Func{T, Task}, SimPropertyOptions?)"/>
    public static Property ForAll<T>(Arbitrary<T> arbitrary, Func<T, Coroutine<Property>> body, SimPropertyOptions? options = null) =>
        Of(arbitrary, body, options, async Coroutine<object?> (input) => await body(input));

    private static Property Of<T>(Arbitrary<T> arbitrary, Delegate body, SimPropertyOptions? options, Func<T, Coroutine<object?>> run)
    {
        ArgumentNullException.ThrowIfNull(arbitrary);
        ArgumentNullException.ThrowIfNull(body);
        options ??= new SimPropertyOptions();
        options = options with { TestAssembly = options.TestAssembly ?? body.Method.Module.Assembly };
        return new PropertyCheck<T>(new ArbitraryInputs<T>(arbitrary, $"Arbitrary<{typeof(T).Name}>"), new CodeSubject<T>(run), options, []).Property;
    }
}
