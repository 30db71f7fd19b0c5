using NUnit.Framework;
using SimAsync.Exploration;

namespace SimAsync.NUnit;

/// <summary>Where the progress of tests that take long is shown, as they run: NUnit's <see cref="TestContext.Progress"/>, which is a log, whatever shows it.</summary>
internal static class TestProgress
{
    /// <summary>Tells how long tests take. A test that sets it may not be made at the same time as others.</summary>
    public static TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>That of one test.</summary>
    public static ProgressDisplay Of(string test) => new(TestContext.Progress, isTerminal: false, test);
}
