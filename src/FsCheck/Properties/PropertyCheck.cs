using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using SimAsync.Scheduler;

namespace SimAsync.FsCheck.Properties;

/// <summary>Makes the FsCheck property that explores each input. FsCheck draws the inputs, counts them and decides which candidate of a shrinker comes next.</summary>
internal sealed class PropertyCheck<T>(IInputs<T> inputs, ISubject<T> subject, SimPropertyOptions options, IReadOnlyList<Type> arbitraries)
{
    private readonly PropertyCode? replay = options.Replay is { } code ? PropertyCode.Parse(code) : null;

    public Property Property => Prop.ForAll(
        replay is null ? Arb.From(Cases(), Shrink) : Arb.From(Gen.Constant(new InputCase<T>(inputs, replay.Address))),
        (Func<InputCase<T>, Property>)(one => global::FsCheck.FSharp.Prop.OfTestable(Check(one))));

    private Gen<InputCase<T>> Cases()
    {
        ulong state = options.Seed;
        ulong own = Xoshiro256.SplitMix64(ref state);
        Gen<int> half = Gen.Choose(int.MinValue, int.MaxValue);
        return Gen.Sized(size => half.SelectMany(high => half.Select(low => new InputCase<T>(inputs, new InputAddress(Mixed(((ulong)(uint)high << 32) | (uint)low), size, [])))));

        ulong Mixed(ulong drawn)
        {
            ulong mixed = drawn ^ own;
            return Xoshiro256.SplitMix64(ref mixed);
        }
    }

    private IEnumerable<InputCase<T>> Shrink(InputCase<T> one)
    {
        using IEnumerator<InputCase<T>> candidates = one.Shrink().GetEnumerator();
        while (!subject.IsOver && HasNext(candidates))
        {
            yield return candidates.Current;
        }
    }

    // What was found is worth more than the shrinker's fault.
    private static bool HasNext(IEnumerator<InputCase<T>> candidates)
    {
        try
        {
            return candidates.MoveNext();
        }
        catch (InputException e)
        {
            CheckTally.Current?.Note($"{e.Message}\n  What that input could be shrunk to is not known.");
            return false;
        }
    }

    private Result Check(InputCase<T> one)
    {
        try
        {
            // A generator's fault is no run's.
            one.Make();
            return subject.IsOver ? Result(Outcome.Passed) : replay is null ? Explore(one) : Replay(one, replay);
        }
        catch (InputException e)
        {
            return Result(Outcome.NewFailed(e));
        }
    }

    private Result Explore(InputCase<T> one)
    {
        var judge = new Judge(one.Address, arbitraries);
        ExploreReport report = Explore(one, judge, shrink: false);
        one.Failure = report.Failure;
        if (report.Failure is { } failure)
        {
            return Failed(one, judge, failure, () =>
            {
                // Made again from its first run on, so that it is found, and then shrunk, as it would be for itself.
                var again = new Judge(one.Address, arbitraries);
                return options.Shrink && Explore(one, again, shrink: true).Failure is { } shrunk ? (shrunk, again) : (failure, judge);
            });
        }

        return judge.IsRejected ? Result(Outcome.Rejected) : Result(Outcome.Passed, judge.Stamps);
    }

    private ExploreReport Explore(InputCase<T> one, Judge judge, bool shrink)
    {
        ExploreReport report = Simulation.Explore(
            subject.Begin(one.Make, judge), options with
            {
                Seed = one.Address.Seed,
                Shrink = shrink,
                Corpus = null,
                Stop = () => judge.IsRejected || subject.IsOver,

                // Of the inputs that fail only the one that is reported is of interest to a debugger.
                BreakAtStep = shrink ? options.BreakAtStep : null,
                BreakAtDeviations = shrink ? options.BreakAtDeviations : 0,
            });
        CheckTally.Current?.Add(report.Runs);
        return report;
    }

    private Result Replay(InputCase<T> one, PropertyCode code)
    {
        if (code.Mark != 0 && one.Mark is not 0 and var mark && mark != code.Mark)
        {
            throw new InputException($"The replay code no longer fits: the input that it was made for is not the one that its seed gives now, which is\n{one}\n"
                + "  Either the generators or shrinkers have changed since the code was printed, or the property's parameters.");
        }

        var judge = new Judge(one.Address, arbitraries);
        RunReport report = Simulation.Observe(subject.Begin(one.Make, judge), options with { Seed = one.Address.Seed, Strategy = Strategy.Replay(code.Run), Trace = true });
        CheckTally.Current?.Add(1);
        if (report.Exception is null)
        {
            CheckTally.Current?.Note($"Played again from {code}, and passed, in {report.Steps} steps and {report.Time.TotalSeconds} s of virtual time, with\n{one}");
            return Result(Outcome.Passed, judge.Stamps);
        }

        one.Failure = new SimulationFailure(report) { DeviationsFound = report.Deviations, Strategy = options.Strategy.Name, Seed = one.Address.Seed, IsReproducible = true, IsReplay = true };
        return Failed(one, judge, one.Failure, () => (one.Failure, judge));
    }

    private Result Failed(InputCase<T> one, Judge judge, SimulationFailure failure, Func<(SimulationFailure Failure, Judge Judge)> shrink)
    {
        var told = new SimPropertyFailure(one, shrink);
        return Result(Outcome.NewFailed(new SimPropertyFailedException(told)), labels: judge.OutcomeOf(failure.Exception)?.Labels);
    }

    private static Result Result(Outcome outcome, IReadOnlyList<string>? stamps = null, IReadOnlyList<string>? labels = null) =>
        new(outcome, ListModule.OfSeq(stamps ?? []), SetModule.OfSeq(labels ?? []), FSharpList<object>.Empty);
}
