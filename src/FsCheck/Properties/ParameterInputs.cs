using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using FsCheck;
using SimAsync.NUnit;
using SimAsync.Scheduler;

namespace SimAsync.FsCheck.Properties;

/// <summary>The arguments of a method, each from the arbitrary of its type; those that the simulation gives are left out.</summary>
internal sealed class ParameterInputs : IInputs<object?[]>
{
    private readonly ParameterInfo[] parameters;
    private readonly ArbitraryInputs<object?>?[] inputs;

    /// <exception cref="InputException">A parameter's type has no arbitrary.</exception>
    public ParameterInputs(ParameterInfo[] parameters, IArbMap arbitraries)
    {
        this.parameters = parameters;
        inputs = [.. parameters.Select(parameter => Injection.Knows(parameter.ParameterType) ? null : InputsOf(parameter, arbitraries))];
    }

    public object?[] Generate(ulong seed, int size)
    {
        ulong state = seed;
        object?[] arguments = new object?[inputs.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            ulong own = Xoshiro256.SplitMix64(ref state);
            arguments[i] = inputs[i] is { } input ? input.Generate(own, size) : Injection.Placeholder(parameters[i].ParameterType);
        }

        return arguments;
    }

    // One argument after the other, as FsCheck shrinks a tuple.
    public IEnumerable<object?[]> Shrink(object?[] input)
    {
        for (int i = 0; i < input.Length; i++)
        {
            foreach (object? smaller in inputs[i]?.Shrink(input[i]) ?? [])
            {
                object?[] candidate = [.. input];
                candidate[i] = smaller;
                yield return candidate;
            }
        }
    }

    public bool TryCopy(object?[] input, [MaybeNullWhen(false)] out object?[] copy)
    {
        copy = [.. input];
        return !input.Where((argument, i) => inputs[i]?.TryCopy(argument, out _) == false).Any();
    }

    public string Print(object?[] input) => string.Join('\n', parameters
        .Where((_, i) => inputs[i] is not null)
        .Select(parameter => $"{parameter.Name} = {InputText.Of(input[parameter.Position])}"));

    public IReadOnlyList<object?> Arguments(object?[] input) => [.. input.Where((_, i) => inputs[i] is not null)];

    private static ArbitraryInputs<object?> InputsOf(ParameterInfo parameter, IArbMap arbitraries)
    {
        string name = $"the parameter '{parameter.Name}'";
        try
        {
            return new ArbitraryInputs<object?>(arbitraries.ArbFor(parameter.ParameterType)!, name);
        }
        catch (Exception e)
        {
            while (e is TargetInvocationException or TypeInitializationException && e.InnerException is { } inner)
            {
                e = inner;
            }

            throw new InputException($"There is no arbitrary for {name}, of type {parameter.ParameterType}: {e.Message}\n"
                + "  Write one in a class, as a static method that returns Arbitrary<T>, and name the class: Arbitrary = [typeof(…)].", e);
        }
    }
}
