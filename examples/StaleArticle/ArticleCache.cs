namespace SimAsync.Examples.StaleArticle;

/// <summary>
/// The bug: a change takes the article out of the cache, but not out of a load that is under way. Its answer, which is older than the change, is kept for good.
/// </summary>
/// <param name="capacity">How many articles it holds, at least 1.</param>
/// <param name="store">The store.</param>
public sealed class ArticleCache(int capacity, ArticleStore store) : IArticleCache
{
    private readonly Dictionary<int, string> articles = [];
    private readonly Queue<int> oldestFirst = [];

    /// <inheritdoc/>
    public int Count => articles.Count;

    /// <inheritdoc/>
    public async Task<string> Get(int id)
    {
        if (articles.TryGetValue(id, out string? known))
        {
            return known;
        }

        string text = await store.Read(id);
        Keep(id, text);
        return text;
    }

    /// <inheritdoc/>
    public async Task Set(int id, string text)
    {
        await store.Write(id, text);
        articles.Remove(id);
    }

    private void Keep(int id, string text)
    {
        if (!articles.ContainsKey(id))
        {
            oldestFirst.Enqueue(id);
        }

        articles[id] = text;
        while (articles.Count > capacity)
        {
            articles.Remove(oldestFirst.Dequeue());
        }
    }
}
