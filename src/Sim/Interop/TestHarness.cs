namespace SimAsync.Interop;

/// <summary>What a test framework's side of SimAsync asks of the run that it is in.</summary>
internal static class TestHarness
{
    /// <summary>Waits for the test method's task, as a test framework does: it blocks main's step, while the test has the turn.</summary>
    public static void Await(Task test)
    {
        SimLoop loop = SimLoop.Require("A [SimTest]");
        loop.TestMethod = test;
        loop.Wait(test);
        test.GetAwaiter().GetResult();
    }

    /// <summary>Whether the simulation has cancelled anything in this run.</summary>
    public static bool HasInjectedCancellation => SimLoop.Require("A [SimTest]").Injected.Count > 0;
}
