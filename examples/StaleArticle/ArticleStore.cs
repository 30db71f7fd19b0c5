namespace SimAsync.Examples.StaleArticle;

/// <summary>The store, at the other end of a network: a request takes a millisecond there, and its answer one back.</summary>
public sealed class ArticleStore
{
    private readonly Dictionary<int, string> texts = [];

    /// <summary>Reads an article; a new one is empty.</summary>
    public async Task<string> Read(int id)
    {
        await Task.Delay(1);
        string text = texts.GetValueOrDefault(id, "");
        await Task.Delay(1);
        return text;
    }

    /// <summary>Writes an article.</summary>
    public async Task Write(int id, string text)
    {
        await Task.Delay(1);
        texts[id] = text;
        await Task.Delay(1);
    }
}
