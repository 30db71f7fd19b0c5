namespace SimAsync.Examples.StaleArticle;

/// <summary>The repair: a load keeps its answer only if nothing has changed the article since it began.</summary>
/// <param name="capacity">How many articles it holds, at least 1.</param>
/// <param name="store">The store.</param>
public sealed class RepairedArticleCache(int capacity, ArticleStore store) : IArticleCache
{
    private readonly Dictionary<int, string> articles = [];
    private readonly Queue<int> oldestFirst = [];
    private readonly Dictionary<int, int> changes = [];

    /// <inheritdoc/>
    public int Count => articles.Count;

    /// <inheritdoc/>
    public async Task<string> Get(int id)
    {
        if (articles.TryGetValue(id, out string? known))
        {
            return known;
        }

        int before = changes.GetValueOrDefault(id);
        string text = await store.Read(id);
        if (changes.GetValueOrDefault(id) == before)
        {
            Keep(id, text);
        }

        return text;
    }

    /// <inheritdoc/>
    public async Task Set(int id, string text)
    {
        await store.Write(id, text);
        changes[id] = changes.GetValueOrDefault(id) + 1;
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
