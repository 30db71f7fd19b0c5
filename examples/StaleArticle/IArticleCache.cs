namespace SimAsync.Examples.StaleArticle;

/// <summary>A cache in front of a store of articles. It holds a few of them.</summary>
public interface IArticleCache
{
    /// <summary>How many articles it holds.</summary>
    int Count { get; }

    /// <summary>An article, from the cache if it is there, otherwise from the store.</summary>
    Task<string> Get(int id);

    /// <summary>Changes an article in the store. Whoever asks for it after that gets the new text.</summary>
    Task Set(int id, string text);
}
