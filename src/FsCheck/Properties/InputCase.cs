namespace SimAsync.FsCheck.Properties;

/// <summary>One input of a property: what FsCheck generates and shrinks in place of it.</summary>
/// <remarks>FsCheck runs a property once with each value, and so may hand the value itself over. Here it runs many times, and each has to begin with the same; so a case knows how its input is made.</remarks>
internal sealed class InputCase<T> : IInputCase
{
    private readonly IInputs<T> inputs;
    private readonly InputCase<T>? parent;

    // No run gets it: it is printed, shrunk and compared.
    private readonly Lazy<T> value;
    private string? text;

    /// <summary>One that is generated.</summary>
    public InputCase(IInputs<T> inputs, InputAddress address) => (this.inputs, Address, value) = (inputs, address, new(() => address.Make(inputs)));

    private InputCase(InputCase<T> parent, int index, T value) =>
        (inputs, Address, this.parent, this.value) = (parent.inputs, parent.Address.Child(index), parent, new(value));

    public InputAddress Address { get; }

    public IInputCase Original => parent?.Original ?? Root;

    public SimulationFailure? Failure { get; set; }

    public IReadOnlyList<object?> Arguments => inputs.Arguments(Make());

    public uint Mark => inputs.Print(Address.Make(inputs)) == ToString() ? PropertyCode.MarkOf(ToString()) : 0;

    // Of a replayed one, the original is only known by its address.
    private InputCase<T> Root => Address.Path.Count == 0 ? this : new InputCase<T>(inputs, Address with { Path = [] });

    /// <summary>The input, for one run.</summary>
    /// <exception cref="InputException">A generator or shrinker failed.</exception>
    public T Make() => inputs.TryCopy(value.Value, out T? copy) ? copy : Address.Make(inputs);

    /// <summary>What the shrinkers give for it, in their order.</summary>
    /// <exception cref="InputException">A shrinker failed, while this is enumerated.</exception>
    public IEnumerable<InputCase<T>> Shrink() => inputs.Shrink(value.Value).Select((smaller, index) => new InputCase<T>(this, index, smaller));

    public override string ToString() => text ??= inputs.Print(value.Value);
}
