using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SimAsync.Exploration;

namespace SimAsync;

/// <summary>
/// One worker's part of an exploration that several make together: the runs whose number, from 0, leaves <see cref="Index"/> when divided by <see cref="Count"/>. Each run has
/// the seed that it has in the whole exploration, so the shards together make exactly its runs.
/// </summary>
/// <remarks>
/// The runs from which a strategy learns, 64 at most, each shard makes: those of the others are not counted, but one that fails is reported. Of exhaustive search each run hangs on those before, so each shard
/// makes all of them: it gains nothing.
/// </remarks>
public sealed record Shard
{
    /// <summary>Makes one.</summary>
    /// <param name="index">Which of them, from 0; less than <paramref name="count"/>.</param>
    /// <param name="count">How many there are, from 1.</param>
    public Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        (Index, Count) = (index, count);
    }

    /// <summary>Which of them, from 0; less than <see cref="Count"/>.</summary>
    public int Index { get; }

    /// <summary>How many there are, from 1. With 1 it is the whole exploration.</summary>
    public int Count { get; }

    /// <summary>Reads a shard as people write it, counted from 1: <c>1/8</c> is the first of eight, <c>8/8</c> the last.</summary>
    /// <param name="text">Two whole numbers and a slash, nothing else.</param>
    /// <exception cref="FormatException">It is something else; the message says what is needed.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out Shard? shard)
            ? shard
            : throw new FormatException($"A shard is needed, written INDEX/COUNT and counted from 1, such as 1/8 to 8/8; found '{text}'.");
    }

    /// <summary>
    /// The shard that the environment gives this process: what <c>SIMASYNC_SHARD</c> says (<c>2/8</c>, as <see cref="Parse"/> reads it), or else, and if that says <c>auto</c>, what the first of
    /// these engines says whose index is set, the one that is nearest to the process first:
    /// </summary>
    /// <returns>The shard, or null if none of the variables is set: the whole exploration.</returns>
    /// <remarks>
    /// <list type="number">
    /// <item>a workflow's own: <c>SIMASYNC_SHARD_INDEX</c>, from 0, and <c>SIMASYNC_SHARD_COUNT</c>;</item>
    /// <item>Bazel: <c>TEST_SHARD_INDEX</c>, <c>TEST_TOTAL_SHARDS</c>; the file that <c>TEST_SHARD_STATUS_FILE</c> names is touched, as Bazel asks;</item>
    /// <item>Slurm arrays: <c>SLURM_ARRAY_TASK_ID</c>, <c>_MIN</c>, <c>_COUNT</c>, and <c>_STEP</c>, which is 1 if it is not set;</item>
    /// <item>Kubernetes indexed jobs: <c>JOB_COMPLETION_INDEX</c>; Kubernetes does not tell how many there are, so the job has to set <c>SIMASYNC_SHARD_COUNT</c>;</item>
    /// <item>GitLab: <c>CI_NODE_INDEX</c>, from 1, <c>CI_NODE_TOTAL</c>;</item>
    /// <item>CircleCI: <c>CIRCLE_NODE_INDEX</c>, <c>CIRCLE_NODE_TOTAL</c>;</item>
    /// <item>Buildkite: <c>BUILDKITE_PARALLEL_JOB</c>, <c>BUILDKITE_PARALLEL_JOB_COUNT</c>.</item>
    /// </list>
    /// <para>Nothing reads the environment unless it is asked to: a variable that an engine sets for its own purpose must not leave runs out.</para>
    /// </remarks>
    /// <exception cref="FormatException">A variable is not as it should be, or one that belongs to it is not set; the message names it.</exception>
    public static Shard? FromEnvironment() => ShardVariables.Read(Environment.GetEnvironmentVariable);

    /// <summary>As <see cref="Parse"/> reads it: <c>2/8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index + 1}/{Count}");

    private static bool TryParse(string text, [NotNullWhen(true)] out Shard? shard)
    {
        shard = null;
        if (text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && number >= 1 && number <= count)
        {
            shard = new Shard(number - 1, count);
        }

        return shard is not null;
    }
}
