using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace SimAsync.NUnit;

/// <summary>An interleaving failed in its SetUp or TearDown, of which NUnit keeps the message and not the exception.</summary>
public sealed class SimTestFailedException : Exception
{
    internal SimTestFailedException(TestResult result)
        : base(result.Message) => Site = result.ResultState.Site;

    /// <summary>Where it failed.</summary>
    public FailureSite Site { get; }
}
