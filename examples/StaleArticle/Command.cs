using FsCheck;
using FsCheck.Fluent;

namespace SimAsync.Examples.StaleArticle;

/// <summary>What a client asks of the cache.</summary>
public abstract record Command(int Id)
{
    /// <summary>Commands on four articles, as FsCheck generates them.</summary>
    public static Arbitrary<Command> Arbitrary() => Arb.From(
        Gen.OneOf(
            Gen.Choose(1, 4).Select(Command (id) => new Get(id)),
            Gen.Choose(1, 4).SelectMany(id => Gen.Elements("new", "newer").Select(Command (text) => new Set(id, text)))),
        static command => command.Id > 1 ? [command with { Id = 1 }] : []);

    /// <summary>Does it.</summary>
    public abstract Task Do(IArticleCache cache);

    /// <summary>Asks for an article.</summary>
    public sealed record Get(int Id) : Command(Id)
    {
        /// <inheritdoc/>
        public override Task Do(IArticleCache cache) => cache.Get(Id);
    }

    /// <summary>Changes an article.</summary>
    public sealed record Set(int Id, string Text) : Command(Id)
    {
        /// <inheritdoc/>
        public override Task Do(IArticleCache cache) => cache.Set(Id, Text);
    }
}
