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
    Func<Outcome> ExploreBuggy,
    Action<string> ReplayBuggy,
    Func<Outcome> ExploreRepaired)
{
    /// <summary>Shows it.</summary>
    /// <param name="writer">Where to.</param>
    /// <returns>Whether all went as described: found, failed the same way again, and not found in the repaired class.</returns>
    public bool Show(TextWriter writer)
    {
        writer.WriteLine($"== {Name}");
        writer.WriteLine($"The bug: {Bug}");
        writer.WriteLine();
        Outcome found = ExploreBuggy();
        if (found is not { ReplayCode: { } code, Exception: { } exception })
        {
            writer.WriteLine("NOT FOUND. That was not expected.");
            return false;
        }

        writer.WriteLine(found.Text);
        writer.WriteLine();
        bool same = FailsAgain(code, exception, out string again);
        writer.WriteLine($"Played again: {again}");
        Outcome repaired = ExploreRepaired();
        writer.WriteLine($"Repaired: {repaired.Text}");
        writer.WriteLine();
        return same && repaired.Exception is null;
    }

    /// <summary>Plays a failure's code again.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="exception">What it failed with.</param>
    /// <param name="again">What came of it, for a person.</param>
    /// <returns>Whether it failed in the same way.</returns>
    private bool FailsAgain(string code, Exception exception, out string again)
    {
        try
        {
            ReplayBuggy(code);
        }
        catch (Exception e) when (e.GetType() == exception.GetType() && e.Message == exception.Message)
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
