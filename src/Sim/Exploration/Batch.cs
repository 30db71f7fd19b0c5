using System.Runtime.ExceptionServices;
using SimAsync.Scheduler;

namespace SimAsync.Exploration;

/// <summary>
/// Runs that hang on none of each other, made by one thread or by several. Of those that fail the one with the lowest number counts, and every run below it is made; so what is
/// found is the same however many threads there are.
/// </summary>
internal sealed class Batch
{
    /// <summary>So many runs are made one after the other. What they find out of how to make runs holds for all others, whichever thread makes them.</summary>
    public const int FirstRuns = 64;

    // A thread costs as much as some dozens of short runs.
    private const int FewRuns = 64;

    private readonly Lock sync = new();
    private readonly Func<Coroutine<object?>> test;
    private readonly Search search;
    private readonly Progress progress;
    private readonly int end;
    private readonly IChooser?[]? choosers;
    private readonly int first;
    private int next;
    private volatile int failedRun = int.MaxValue;
    private ExceptionDispatchInfo? fault;

    private Batch(Func<Coroutine<object?>> test, Search search, int first, int end, Progress progress)
    {
        (this.test, this.search, this.first, this.end, this.progress) = (test, search, first, end, progress);
        next = first;
        choosers = search.EndOfBatch(first) == int.MaxValue ? null : new IChooser?[end - first];
    }

    /// <summary>The failing run with the lowest number, and the options as it found them; null if none failed.</summary>
    public (int Run, RunReport Report, ExploreOptions Options)? Failed { get; private set; }

    /// <summary>What the runs were made with, in their order, if it is to be learnt from.</summary>
    public List<IChooser> Choosers => choosers is null ? [] : [.. choosers.OfType<IChooser>()];

    public static Batch Make(Func<Coroutine<object?>> test, ExploreOptions options, Search search, int first, int end, Progress progress)
    {
        var batch = new Batch(test, search, first, end, progress);
        int threads = end - first < FewRuns ? 1 : options.Parallelism;
        if (threads == 1)
        {
            batch.Work(options);
        }
        else
        {
            batch.Work(options, threads);
        }

        return batch;
    }

    private void Work(ExploreOptions options, int threads)
    {
        var crew = new Thread[threads - 1];
        for (int i = 0; i < crew.Length; i++)
        {
            ExploreOptions own = options with { };
#pragma warning disable RS0030 // Explorations on all cores; no simulated code runs on two of them.
            crew[i] = new Thread(() => Guard(own)) { IsBackground = true, Name = "SimAsync exploration" };
            crew[i].Start();
#pragma warning restore RS0030
        }

        Guard(options);
        foreach (Thread thread in crew)
        {
#pragma warning disable RS0030
            thread.Join();
#pragma warning restore RS0030
        }

        fault?.Throw();
    }

    // What goes wrong on a thread of the crew is thrown on the one that explores.
    private void Guard(ExploreOptions options)
    {
        try
        {
            Work(options);
        }
        catch (Exception e)
        {
            lock (sync)
            {
                fault ??= ExceptionDispatchInfo.Capture(e);
            }

            failedRun = -1;
        }
    }

    private void Work(ExploreOptions options)
    {
        while (Interlocked.Increment(ref next) - 1 is var run && run < end && run < failedRun && !progress.IsStopped)
        {
            // What all later runs hang on, each shard needs; the others' runs it leaves to them.
            bool counts = progress.IsOwn(run) || search.Teaches(run);
            if (!counts && !search.Shows(run))
            {
                continue;
            }

            ulong seed = Explorer.SeedOf(options.Seed, run);
            bool held = options.HoldPoolWaits;
            options.KeepMarks = counts && Determinism.Samples(options, run);
            RunReport report = RunEngine.Run(test, options, search, seed, run, trace: false);
            if (options.HoldPoolWaits != held)
            {
                search.Restart();
                if (first >= FirstRuns && choosers is null)
                {
                    // Another thread would not know.
                    options.HoldPoolWaits = held;
                }
            }
            else if (choosers is not null)
            {
                choosers[run - first] = report.Chooser;
            }

            if (report.Exception is null && options.KeepMarks && !report.IsRedundant && Determinism.Compare(test, options, report, seed) is { } differing)
            {
                report = differing;
            }

            if (report.Exception is null)
            {
                if (report.CancellationPoints > 0 && search.Shows(run))
                {
                    search.SeePoints(run, report.CancellationPoints);
                }

                progress.Pass(run, report);
                continue;
            }

            if (!counts)
            {
                continue;
            }

            lock (sync)
            {
                if (run < failedRun)
                {
                    failedRun = run;
                    Failed = (run, report, options);
                }
            }
        }
    }
}
