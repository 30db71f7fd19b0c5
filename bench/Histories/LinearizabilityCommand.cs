using System.Diagnostics;
using System.Globalization;
using SimAsync.FsCheck.Models;
using SimAsync.Scheduler;

namespace SimAsync.Bench.Histories;

/// <summary>Judges random histories of 30 operations by 3 to 6 clients, on one thread, and prints how many a second: a line for each kind, <c>name value unit</c>.</summary>
internal static class LinearizabilityCommand
{
    private const int Operations = 30;

    public static int Run(string[] args)
    {
        int count = 2000;
        if (args is ["--count", var text])
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1)
            {
                return Program.Refuse($"--count: a whole number from 1 is needed, found '{text}'.");
            }
        }
        else if (args.Length > 0)
        {
            return Program.Refuse($"linearizability: '{args[0]}' is no option of it, or its value is missing.");
        }

        foreach (int uncertain in (int[])[0, 6])
        {
            string suffix = uncertain == 0 ? "" : "-uncertain";
            Measure($"register{suffix}", new RegisterSpec(), count, uncertain);
            Measure($"queue{suffix}", new QueueSpec(), count, uncertain);
            Measure($"map{suffix}", new MapSpec(isPartitioned: false), count, uncertain);
            Measure($"map-partitioned{suffix}", new MapSpec(isPartitioned: true), count, uncertain);
        }

        return 0;
    }

    private static void Measure<TState>(string name, SequentialModel<TState, int, int> model, int count, int uncertain)
        where TState : notnull
    {
        foreach (bool isDamaged in (bool[])[false, true])
        {
            var random = new Xoshiro256(1);
            var histories = new Operation<int, int>[count][];
            for (int i = 0; i < count; i++)
            {
                histories[i] = RandomHistory.Make(model, ref random, Operations, 3 + (i % 4), uncertain);
                histories[i] = isDamaged ? RandomHistory.Damage(histories[i], ref random) : histories[i];
            }

            foreach (Operation<int, int>[] history in histories.Take(200))
            {
                Linearizability.Check(model, history);
            }

            var verdicts = new int[3];
            long configurations = 0;
            double worst = 0;
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            foreach (Operation<int, int>[] history in histories)
            {
                double begun = clock.Elapsed.TotalMilliseconds;
                LinearizabilityReport<TState, int, int> report = Linearizability.Check(model, history);
                verdicts[(int)report.Verdict]++;
                configurations += report.Configurations;
                worst = Math.Max(worst, clock.Elapsed.TotalMilliseconds - begun);
            }

            cpu = Environment.CpuUsage.TotalTime - cpu;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"linearizability-{name}{(isDamaged ? "-damaged" : "")} {count / clock.Elapsed.TotalSeconds:F0} histories/s"));
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"# {count / cpu.TotalSeconds:F0} a second of processor time; {verdicts[0]} linearizable, {verdicts[1]} not, {verdicts[2]} undecided; {configurations / (double)count:F0} configurations each, the slowest took {worst:F1} ms"));
        }
    }
}
