using System.Globalization;

namespace SimAsync.Exploration;

/// <summary>The environment variables in which engines that run one program many times tell each of its processes which it is.</summary>
internal static class ShardVariables
{
    private const string Own = "SIMASYNC_SHARD";
    private const string OwnCount = "SIMASYNC_SHARD_COUNT";

    // The nearest first: a job of a CI service may start a Slurm array, whose tasks inherit the job's variables.
    private static readonly Engine[] Engines =
    [
        new("SIMASYNC_SHARD_INDEX", OwnCount),
        new("TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS") { Touched = "TEST_SHARD_STATUS_FILE" },
        new("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT") { First = "SLURM_ARRAY_TASK_MIN", Step = "SLURM_ARRAY_TASK_STEP" },
        new("JOB_COMPLETION_INDEX", OwnCount),
        new("CI_NODE_INDEX", "CI_NODE_TOTAL") { CountsFrom = 1 },
        new("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL"),
        new("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT"),
    ];

    /// <summary>What <see cref="Shard.FromEnvironment"/> says.</summary>
    /// <param name="environment">The value of a variable, or null.</param>
    public static Shard? Read(Func<string, string?> environment)
    {
        if (environment(Own) is { Length: > 0 } own && own != "auto")
        {
            try
            {
                return Shard.Parse(own);
            }
            catch (FormatException e)
            {
                throw new FormatException($"{Own}: {e.Message} Or 'auto', for what the engine's variables say.", e);
            }
        }

        return Array.Find(Engines, engine => environment(engine.Index) is { Length: > 0 })?.Read(environment);
    }

    /// <param name="Index">Which process it is.</param>
    /// <param name="Count">How many there are.</param>
    private sealed record Engine(string Index, string Count)
    {
        /// <summary>The index of the first process.</summary>
        public int CountsFrom { get; init; }

        /// <summary>The variable that has it, if it is the user's to choose.</summary>
        public string? First { get; init; }

        /// <summary>The variable that has the distance between neighbours, if it is the user's to choose.</summary>
        public string? Step { get; init; }

        /// <summary>The variable that names a file by which the engine sees that its variables were heeded.</summary>
        public string? Touched { get; init; }

        public Shard Read(Func<string, string?> environment)
        {
            int count = Number(environment, Count, 1);
            int first = First is null ? CountsFrom : Number(environment, First, 0);
            int step = Step is not null && environment(Step) is { Length: > 0 } ? Number(environment, Step, 1) : 1;
            int number = Number(environment, Index, first);
            int index = Math.DivRem(number - first, step, out int between);
            if (index >= count || between != 0)
            {
                // An array of Slurm's that leaves some out, 1,2,9 say, gives no task the shards between.
                string last = (first + (step * ((long)count - 1))).ToString(CultureInfo.InvariantCulture);
                throw new FormatException(
                    $"{Index}: with {count} shards it is from {first} to {last}{(step == 1 ? "" : $", in steps of {step}")}; found '{number}'.");
            }

            Touch(environment);
            return new Shard(index, count);
        }

        private void Touch(Func<string, string?> environment)
        {
            if (Touched is null || environment(Touched) is not { Length: > 0 } file)
            {
                return;
            }

            try
            {
                // Made anew each time, which gives it the time of now. Tests that run at once may all do so.
                new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw new FormatException($"{Touched}: the file that it names cannot be written: {e.Message}", e);
            }
        }

        private int Number(Func<string, string?> environment, string name, int least) =>
            environment(name) is not { Length: > 0 } text ? throw new FormatException($"{name} is not set, and {Index} is: both are needed to know which shard this is.")
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least ? number
            : throw new FormatException($"{name}: a whole number from {least} is needed, found '{text}'.");
    }
}
