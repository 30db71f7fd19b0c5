using SimAsync.FsCheck.Models;

namespace SimAsync.Examples;

/// <summary>One bug that a concurrent model finds, as <see cref="Program"/> shows it: see <see cref="Example"/>.</summary>
/// <param name="Name">The example's folder.</param>
/// <param name="Bug">What is wrong, in one sentence.</param>
/// <param name="TryBuggy">Tries the model with the buggy class.</param>
/// <param name="ReplayBuggy">Plays one failure of that again; throws what it throws.</param>
/// <param name="TryRepaired">Tries the same model with the repaired class.</param>
public sealed record ModelExample(
    string Name,
    string Bug,
    Func<ConcurrentModelReport> TryBuggy,
    Action<string> ReplayBuggy,
    Func<ConcurrentModelReport> TryRepaired)
{
    /// <summary>Shows it.</summary>
    /// <param name="writer">Where to.</param>
    /// <returns>Whether all went as described: found, failed the same way again, and not found in the repaired class.</returns>
    public bool Show(TextWriter writer)
    {
        writer.WriteLine($"== {Name}");
        writer.WriteLine($"The bug: {Bug}");
        writer.WriteLine();
        if (TryBuggy().Failure is not { } failure)
        {
            writer.WriteLine("NOT FOUND. That was not expected.");
            return false;
        }

        writer.WriteLine(failure);
        writer.WriteLine();
        bool same = FailsAgain(failure);
        writer.WriteLine($"Played again: {(same ? $"the same {failure.Exception.GetType().Name}." : "SOMETHING ELSE. That was not expected.")}");
        ConcurrentModelReport repaired = TryRepaired();
        writer.WriteLine($"Repaired: {repaired}");
        writer.WriteLine();
        return same && repaired.Failure is null;
    }

    private bool FailsAgain(ConcurrentModelFailure failure)
    {
        try
        {
            ReplayBuggy(failure.ReplayCode);
        }
        catch (Exception e)
        {
            return e.GetType() == failure.Exception.GetType() && e.Message == failure.Exception.Message;
        }

        return false;
    }
}
