namespace SimAsync.Examples;

/// <summary>
/// One bug, as <see cref="Program"/> shows it: what it is, how an exploration finds it, how its replay code plays it again, and what the repaired class does in
/// the same exploration.
/// </summary>
/// <param name="Name">The example's folder.</param>
/// <param name="Bug">What is wrong, in one sentence.</param>
/// <param name="ExploreBuggy">Explores the test with the buggy class.</param>
/// <param name="ReplayBuggy">Plays one run of that again; throws what that run throws.</param>
/// <param name="ExploreRepaired">Explores the same test with the repaired class.</param>
public sealed record Example(
    string Name,
    string Bug,
    Func<ExploreReport> ExploreBuggy,
    Action<string> ReplayBuggy,
    Func<ExploreReport> ExploreRepaired)
{
    /// <summary>Shows it.</summary>
    /// <param name="writer">Where to.</param>
    /// <returns>Whether all went as described: found, failed the same way again, and not found in the repaired class.</returns>
    public bool Show(TextWriter writer)
    {
        writer.WriteLine($"== {Name}");
        writer.WriteLine($"The bug: {Bug}");
        writer.WriteLine();
        if (ExploreBuggy().Failure is not { } failure)
        {
            writer.WriteLine("NOT FOUND. That was not expected.");
            return false;
        }

        writer.WriteLine(failure);
        writer.WriteLine();
        bool same = FailsAgain(failure, out string again);
        writer.WriteLine($"Played again: {again}");
        ExploreReport repaired = ExploreRepaired();
        writer.WriteLine($"Repaired: {repaired}");
        writer.WriteLine();
        return same && repaired.Failure is null;
    }

    /// <summary>Plays a failure's code again.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="again">What came of it, for a person.</param>
    /// <returns>Whether it failed in the same way.</returns>
    private bool FailsAgain(SimulationFailure failure, out string again)
    {
        try
        {
            ReplayBuggy(failure.ReplayCode);
        }
        catch (Exception e) when (e.GetType() == failure.Exception.GetType() && e.Message == failure.Exception.Message)
        {
            again = $"the same {e.GetType().Name}.";
            return true;
        }
        catch (Exception e)
        {
            again = $"ANOTHER FAILURE, which was not expected: {e}";
            return false;
        }

        again = "NO FAILURE. That was not expected.";
        return false;
    }
}
