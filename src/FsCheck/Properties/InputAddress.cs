namespace SimAsync.FsCheck.Properties;

/// <summary>How an input comes about.</summary>
/// <param name="Seed">What it is drawn from: FsCheck's <c>Rnd</c>, with the golden gamma.</param>
/// <param name="Size">FsCheck's size, from 0.</param>
/// <param name="Path">For each step of the shrinking, which of the shrinker's candidates was taken, from 0.</param>
internal sealed record InputAddress(ulong Seed, int Size, IReadOnlyList<int> Path)
{
    public InputAddress Child(int index) => this with { Path = [.. Path, index] };

    /// <summary>Makes the input, anew: nothing that a run did to another copy is in it.</summary>
    /// <exception cref="InputException">The generators or shrinkers failed, or no longer lead there.</exception>
    public T Make<T>(IInputs<T> inputs)
    {
        T input = inputs.Generate(Seed, Size);
        for (int step = 0; step < Path.Count; step++)
        {
            input = Candidate(inputs, input, step);
        }

        return input;
    }

    private T Candidate<T>(IInputs<T> inputs, T input, int step)
    {
        int count = 0;
        foreach (T candidate in inputs.Shrink(input))
        {
            if (count++ == Path[step])
            {
                return candidate;
            }
        }

        throw new InputException($"The input can no longer be made: shrink {step + 1} of {Path.Count} took candidate {Path[step] + 1}, and the shrinker gives {count}.\n"
            + "  Either the generators or shrinkers have changed since, or they give something else each time.");
    }
}
