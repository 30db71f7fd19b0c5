using SimAsync.FsCheck;

namespace SimAsync.Examples.StaleArticle;

/// <summary>The property as a user writes it, of the cache with the bug.</summary>
[Explicit("It fails: it shows how.")]
public sealed class ArticleCacheProperties
{
    /// <summary>Whatever is asked at the same time: after that, the cache has what the store has.</summary>
    [SimProperty(Arbitrary = [typeof(Command)])]
    public Task Get_AfterAnyCommandsAtOnce_IsWhatTheStoreHas(Command[] commands) =>
        Holds(commands, static store => new ArticleCache(2, store));

    internal static async Task Holds(Command[] commands, Func<ArticleStore, IArticleCache> make)
    {
        var store = new ArticleStore();
        IArticleCache cache = make(store);
        await Task.WhenAll(commands.Select(command => command.Do(cache)));

        Check(cache.Count <= 2, $"The cache holds {cache.Count} articles.");
        foreach (int id in commands.Select(static command => command.Id).Distinct())
        {
            string kept = await cache.Get(id);
            string stored = await store.Read(id);
            Check(kept == stored, $"The cache has \"{kept}\" for article {id}, and the store \"{stored}\".");
        }
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
