using FsCheck;
using FsCheck.Fluent;
using SimAsync.Exploration;

namespace SimAsync.FsCheck.Models;

/// <summary>Makes programs of a concurrent model, explores each, shrinks the one that fails, and plays it again.</summary>
internal sealed class ModelExplorer<TSystem, TState, TCommand, TResult>(ConcurrentModel<TSystem, TState, TCommand, TResult> model, ConcurrentModelOptions options)
    where TState : notnull
{
    // FsCheck's own sizes.
    private const int MostSize = 100;

    private readonly Gen<ConcurrentProgram<TCommand>> programs = new ProgramGenerator<TSystem, TState, TCommand, TResult>(model, options).Programs();
    private readonly Preconditions<TSystem, TState, TCommand, TResult> preconditions = new(model);

    public Arbitrary<ProgramSeed> Seeds => Gen.Sized(static size => Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue)).Select(halves =>
        new ProgramSeed(((ulong)halves.Item1 << 31) | (uint)halves.Item2, size))).ToArbitrary();

    public ConcurrentModelReport Explore()
    {
        long runs = 0;
        for (int test = 0; test < options.Programs; test++)
        {
            var seed = new ProgramSeed(Explorer.SeedOf(options.Seed, test), 1 + (test * (MostSize - 1) / Math.Max(1, options.Programs - 1)));
            ConcurrentModelReport report = Check(seed, test + 1);
            runs += report.Runs;
            if (report.Failure is not null)
            {
                return new ConcurrentModelReport(test + 1, runs, report.Failure);
            }
        }

        return new ConcurrentModelReport(options.Programs, runs, null);
    }

    public ConcurrentModelReport Check(ProgramSeed seed, int test = 1)
    {
        ConcurrentProgram<TCommand> program = Generate(seed);
        ExploreReport report = Try(program, seed, shrink: false);
        return new ConcurrentModelReport(1, report.Runs, report.Failure is null ? null : Shrink(program, seed, test, report.Failure));
    }

    public void Replay(string text)
    {
        var code = ModelCode.Parse(text);
        ConcurrentProgram<TCommand> program = Generate(code.Seed);
        foreach (int place in code.Path)
        {
            program = ProgramShrinker.Swapped(program).Concat(ProgramShrinker.Simpler(program, model.Shrink)).ElementAtOrDefault(place) ?? throw Other(text);
        }

        if (ModelCode.SumOf(program.ToString()) != code.Sum)
        {
            throw Other(text);
        }

        Simulation.Replay(code.Schedule, Test(program), options.Exploration);
    }

    // Of the many programs that are tried none is of interest to a debugger: that is for a replay.
    private ExploreOptions Unbroken => options.Exploration with { BreakAtStep = null, BreakAtDeviations = 0 };

    private static FormatException Other(string text) =>
        new($"The program of the replay code {text} is no longer what is made from it: the model's generator, its shrinker or the options are not what they were.");

    private Func<Task> Test(ConcurrentProgram<TCommand> program) => () => new ProgramRun<TSystem, TState, TCommand, TResult>(model, program, options).Run();

    private ConcurrentProgram<TCommand> Generate(ProgramSeed seed) => preconditions.Repair(programs.Sample(1, new Rnd(seed.Value), seed.Size).Single());

    private ExploreReport Try(ConcurrentProgram<TCommand> program, ProgramSeed seed, bool shrink) =>
        Simulation.Explore(Test(program), Unbroken with { Seed = seed.Value, Shrink = shrink && options.Exploration.Shrink });

    // What had happened when it failed otherwise.
    private string TableOf(ConcurrentProgram<TCommand> program, string schedule)
    {
        ProgramRun<TSystem, TState, TCommand, TResult>? last = null;
        Simulation.Observe(() => (last = new ProgramRun<TSystem, TState, TCommand, TResult>(model, program, options)).Run(), Unbroken with { Strategy = Strategy.Replay(schedule) });
        return last!.Table;
    }

    private ConcurrentModelFailure Shrink(ConcurrentProgram<TCommand> found, ProgramSeed seed, int test, SimulationFailure failure)
    {
        (ConcurrentProgram<TCommand> program, List<int> path, int tried) = Simplest(found, seed, failure.Exception.GetType());
        SimulationFailure shrunk = Try(program, seed, shrink: true).Failure ?? failure;
        for (int place = 0; place < program.Clients.Count - 1 && tried < options.ShrinkPrograms; place++)
        {
            // Which client comes first is no matter, but that the failure then is nearer to the usual order.
            ConcurrentProgram<TCommand> swapped = ProgramShrinker.Swapped(program).ElementAt(place);
            tried++;
            if (preconditions.Hold(swapped) && Try(swapped, seed, shrink: true).Failure is { } other && other.Exception.GetType() == shrunk.Exception.GetType() && other.Deviations < shrunk.Deviations)
            {
                (program, shrunk) = (swapped, other);
                path.Add(place);
                place = -1;
            }
        }

        string history = shrunk.Exception is NotLinearizableException judged ? judged.History : TableOf(program, shrunk.ReplayCode);
        string code = new ModelCode(seed, path, ModelCode.SumOf(program.ToString()), shrunk.ReplayCode).ToString();
        return new ConcurrentModelFailure(shrunk, program.ToString(), history, code)
        {
            Test = test,
            Commands = program.Count,
            CommandsFound = found.Count,
            ShrinkPrograms = tried,
        };
    }

    // Takes the first simpler program that fails with such an exception, and so on until none does.
    private (ConcurrentProgram<TCommand> Program, List<int> Path, int Tried) Simplest(ConcurrentProgram<TCommand> program, ProgramSeed seed, Type type)
    {
        var path = new List<int>();
        int tried = 0;
        for (bool isSimpler = true; isSimpler;)
        {
            isSimpler = false;
            int place = Math.Max(0, program.Clients.Count - 1) - 1;
            foreach (ConcurrentProgram<TCommand> simpler in ProgramShrinker.Simpler(program, model.Shrink))
            {
                place++;
                if (tried == options.ShrinkPrograms)
                {
                    break;
                }

                if (!preconditions.Hold(simpler))
                {
                    continue;
                }

                tried++;
                if (Try(simpler, seed, shrink: false).Failure?.Exception.GetType() == type)
                {
                    program = simpler;
                    path.Add(place);
                    isSimpler = true;
                    break;
                }
            }
        }

        return (program, path, tried);
    }
}
