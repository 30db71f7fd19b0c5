using System.Diagnostics.CodeAnalysis;
using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.FsCheck.Properties;

/// <summary>The values of one FsCheck arbitrary.</summary>
/// <param name="arbitrary">What generates and shrinks.</param>
/// <param name="name">What an error calls it.</param>
internal sealed class ArbitraryInputs<T>(Arbitrary<T> arbitrary, string name) : IInputs<T>
{
    public T Generate(ulong seed, int size)
    {
        try
        {
            return Gen.Sample(arbitrary.Generator, 1, new Rnd(seed), size)[0];
        }
        catch (Exception e)
        {
            throw Fault($"generator of {name} failed, at size {size} with seed {seed}", e);
        }
    }

    public IEnumerable<T> Shrink(T input)
    {
        IEnumerator<T> candidates = Attempt(() => arbitrary.Shrinker(input).GetEnumerator());
        using (candidates)
        {
            while (Attempt(candidates.MoveNext))
            {
                yield return Attempt(() => candidates.Current);
            }
        }

        TResult Attempt<TResult>(Func<TResult> action)
        {
            try
            {
                return action();
            }
            catch (Exception e)
            {
                throw Fault($"shrinker of {name} failed, for {InputText.Of(input)}", e);
            }
        }
    }

    public bool TryCopy(T input, [MaybeNullWhen(false)] out T copy)
    {
        copy = input;
        return input is null or string or Enum or decimal or DateTime or DateTimeOffset or TimeSpan or Guid || input.GetType().IsPrimitive;
    }

    public string Print(T input) => InputText.Of(input);

    public IReadOnlyList<object?> Arguments(T input) => [input];

    private static InputException Fault(string what, Exception e) => new($"The {what}: {e.GetType().Name}: {e.Message}", e);
}
