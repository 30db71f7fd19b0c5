namespace SimAsync.Tests.Readable;

/// <summary>A text that is edited while others copy it.</summary>
internal sealed class SharedText(string text)
{
    private readonly List<char> characters = [.. text];

    /// <summary>Puts another text in the place of this one.</summary>
    public async Coroutine Replace(string text)
    {
        characters.Clear();
        await Sim.Yield(); // [1]
        characters.AddRange(text);
    }

    /// <summary>The text as it is.</summary>
    public async Coroutine<string> Copy()
    {
        char[] copy = new char[characters.Count];
        await Sim.Yield(); // [2]
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = characters[i];
        }

        return new string(copy);
    }
}
