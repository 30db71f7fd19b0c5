namespace SimAsync.FsCheck.Properties;

/// <summary>One input of a property: what FsCheck generates and shrinks in place of it.</summary>
/// <remarks>FsCheck runs a property once with each value, and so may hand the value itself over. Here it runs many times, and each has to begin with the same; so a case knows how its input is made.</remarks>
internal sealed class InputCase<T>(IInputs<T> inputs, InputAddress address, InputCase<T>? parent) : IInputCase
{
    private string? text;

    public InputAddress Address => address;

    public IInputCase Original => parent?.Original ?? this;

    public SimulationFailure? Failure { get; set; }

    public IReadOnlyList<object?> Arguments => inputs.Arguments(Make());

    public uint Mark => inputs.Print(Make()) == ToString() ? PropertyCode.MarkOf(ToString()) : 0;

    public T Make() => address.Make(inputs);

    public InputCase<T> Child(int index) => new(inputs, address.Child(index), this);

    public override string ToString() => text ??= inputs.Print(Make());
}
