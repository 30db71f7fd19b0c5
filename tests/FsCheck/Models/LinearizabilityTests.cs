using System.Collections.Immutable;
using SimAsync.FsCheck.Models;
using SimAsync.Scheduler;
using QueueOperation = SimAsync.FsCheck.Models.Operation<(string Name, int Item), int?>;
using QueueReport = SimAsync.FsCheck.Models.LinearizabilityReport<System.Collections.Immutable.ImmutableQueue<int>, (string Name, int Item), int?>;

namespace SimAsync.Tests.FsCheck.Models;

public sealed class LinearizabilityTests
{
    private const LinearizabilityVerdict Yes = LinearizabilityVerdict.Linearizable;
    private const LinearizabilityVerdict No = LinearizabilityVerdict.NotLinearizable;

    private static readonly OperationEnd[] Uncertain = [OperationEnd.Failed, OperationEnd.Cancelled, OperationEnd.TimedOut, OperationEnd.Pending];

    // Herlihy and Wing 1990, figure 1: q1 to q4. The items x and y are 1 and 2, the processes A and B the clients 1 and 2.
    [Test]
    public void Check_HerlihyAndWingsFirstQueue_IsLinearizable() =>
        Assert.That(Judge(Enq(1, 1, 0, 2), Enq(2, 2, 1, 3), Deq(2, 1, 4, 7), Deq(1, 2, 5, 6), Enq(1, 3, 8, 9)).Verdict, Is.EqualTo(Yes));

    [Test]
    public void Check_HerlihyAndWingsSecondQueue_IsNotLinearizable()
    {
        QueueReport report = Judge(Enq(1, 1, 0, 1), Enq(2, 2, 2, 3), Deq(1, 2, 4, 5));

        Assert.That(report.Verdict, Is.EqualTo(No));
        Assert.That(report.Misplaced, Is.EqualTo(Deq(1, 2, 4, 5)));
        Assert.That(report.Misfits, Has.Count.EqualTo(1));
        Assert.That(report.Misfits[0].State, Is.EqualTo([1, 2]));
        Assert.That(report.Misfits[0].Answers, Is.EqualTo(new int?[] { 1 }));
    }

    [Test]
    public void Check_HerlihyAndWingsThirdQueueWithAnEnqueueThatHasNotReturned_IsLinearizable() =>
        Assert.That(Judge(new QueueOperation(1, ("Enq", 1), 0), Deq(2, 1, 1, 2)).Verdict, Is.EqualTo(Yes));

    [Test]
    public void Check_HerlihyAndWingsFourthQueueThatGivesAnItemTwice_IsNotLinearizable() =>
        Assert.That(Judge(Enq(1, 1, 0, 3), Enq(2, 2, 1, 2), Deq(1, 2, 4, 6), Deq(2, 2, 5, 7)).Verdict, Is.EqualTo(No));

    // Herlihy and Wing 1990, section 2: registers. A read may not go back behind what another has seen.
    [TestCase(0, 1, ExpectedResult = LinearizabilityVerdict.Linearizable)]
    [TestCase(1, 0, ExpectedResult = LinearizabilityVerdict.NotLinearizable)]
    [TestCase(1, 1, ExpectedResult = LinearizabilityVerdict.Linearizable)]
    [TestCase(0, 0, ExpectedResult = LinearizabilityVerdict.Linearizable)]
    public LinearizabilityVerdict Check_TwoReadsDuringAWrite_SeeItInOrder(int first, int second) => Linearizability.Check(new RegisterSpec(), [
        new Operation<int?, int>(1, 1, 0, 10, 1), new Operation<int?, int>(2, null, 1, 2, first), new Operation<int?, int>(3, null, 3, 4, second)]).Verdict;

    [Test]
    public void Check_NoOperations_IsLinearizable() => Assert.That(Judge().Verdict, Is.EqualTo(Yes));

    [Test]
    public void Check_OneThatEndsWhenAnotherIsCalled_TheyOverlap()
    {
        Assert.That(Judge(Deq(1, 1, 0, 1), Enq(2, 1, 1, 2)).Verdict, Is.EqualTo(Yes));
        Assert.That(Judge(Deq(1, 2, 0, 1), Enq(2, 1, 1, 2)).Verdict, Is.EqualTo(No));
    }

    [TestCaseSource(nameof(Uncertain))]
    public void Check_UncertainEffect_MayHappenLateOrNever(OperationEnd end)
    {
        QueueOperation enqueue = new(1, ("Enq", 1), 0, end, 1);

        Assert.That(Judge(enqueue, Deq(2, null, 2, 3)).Verdict, Is.EqualTo(Yes));
        Assert.That(Judge(enqueue, Deq(2, null, 2, 3), Deq(2, 1, 4, 5), Deq(2, null, 6, 7)).Verdict, Is.EqualTo(Yes));
        Assert.That(Judge(enqueue, Deq(2, 1, 2, 3), Deq(2, 1, 4, 5)).Verdict, Is.EqualTo(No));
    }

    [Test]
    public void Check_UncertainEffectBeforeItsCall_IsNotLinearizable() =>
        Assert.That(Judge(Deq(2, 1, 0, 1), new QueueOperation(1, ("Enq", 1), 2)).Verdict, Is.EqualTo(No));

    [Test]
    public void Check_BlockedWhileTheModelWaits_IsLinearizable() =>
        Assert.That(Judge(Enq(1, 1, 0, 1), Take(2, 0), Take(3, 0, 1, 2)).Verdict, Is.EqualTo(Yes));

    [Test]
    public void Check_BlockedAlthoughTheModelAnswers_IsNotLinearizable()
    {
        QueueReport report = Judge(Take(2, 0), Enq(1, 7, 1, 2));

        Assert.That(report.Verdict, Is.EqualTo(No));
        Assert.That(report.Misplaced!.End, Is.EqualTo(OperationEnd.Blocked));
        Assert.That(report.Explanation, Is.EqualTo("Not linearizable: '(Take, 0)' of client 2 never ended, and the system had come to rest. The model has an answer:\n  after (Enq, 7) it is [7], and answers 7"));
    }

    // What was cancelled may have taken the item for which the other waits.
    [Test]
    public void Check_BlockedAndACancelledOneThatMayHaveTakenTheItem_IsLinearizable() =>
        Assert.That(Judge(Take(2, 0), Enq(1, 7, 1, 2), new QueueOperation(3, ("Take", 0), 1, OperationEnd.Cancelled, 5)).Verdict, Is.EqualTo(Yes));

    [Test]
    public void Check_NotLinearizable_TellsWhatWasCalledUntilThen()
    {
        QueueReport report = Judge(Enq(1, 1, 0, 1), Deq(1, 5, 2, 3), Deq(2, 9, 4, 5), Enq(1, 3, 6, 7));

        Assert.That(report.Misplaced, Is.EqualTo(Deq(1, 5, 2, 3)));
        Assert.That(report.History, Is.EqualTo(new[] { Enq(1, 1, 0, 1), Deq(1, 5, 2, 3) }));
    }

    [Test]
    public void ToString_NotLinearizable_ShowsWhatOverlapsAndWhy() => Assert.That(Judge(Enq(1, 1, 0, 4), Enq(2, 2, 1, 2), Deq(2, null, 3, 5)).ToString(), Is.EqualTo("""
          time   client 1   client 2
          ----   --------   ---------------
             0   (Enq, 1)
             1   |          (Enq, 2) = null
             3   |          (Deq, 0)
             4   = null     |
             5              = null
        Not linearizable: '(Deq, 0)' of client 2 answered null. In no order of the operations does the model:
          after (Enq, 2), (Enq, 1) it is [2, 1], and answers 2
          after (Enq, 1), (Enq, 2) it is [1, 2], and answers 1
        """));

    [Test]
    public void Check_ManyAgainstBruteForce_AgreesOnAll()
    {
        var random = new Xoshiro256(1);
        int linearizable = 0;
        int not = 0;
        for (int i = 0; i < 6000; i++)
        {
            int kind = random.Next(3);
            int count = 1 + random.Next(6);
            int clients = 2 + random.Next(3);
            bool isUncertain = random.Next(2) == 0;
            bool? verdict = kind switch
            {
                0 => Compare(new RegisterSpec(), ref random, count, clients, static draw => draw % 2 == 0 ? draw / 2 % 3 : (int?)null, isUncertain),
                1 => Compare(new QueueSpec(), ref random, count, clients, static draw => (draw % 5) switch { < 2 => ("Enq", draw / 5 % 3), 2 => ("Take", 0), _ => ("Deq", 0) }, isUncertain),
                _ => Compare(new MapSpec(random.Next(2) == 0), ref random, count, clients, static draw => (draw % 3 == 0 ? "a" : "b", draw % 2 == 0 ? draw / 6 % 3 : null), isUncertain),
            };
            linearizable += verdict == true ? 1 : 0;
            not += verdict == false ? 1 : 0;
        }

        Assert.That(linearizable, Is.GreaterThan(2000));
        Assert.That(not, Is.GreaterThan(500));
    }

    [Test]
    public void Check_PartitionedAndWhole_AgreeAndTheWitnessesHold()
    {
        var random = new Xoshiro256(2);
        for (int i = 0; i < 500; i++)
        {
            Operation<(string Key, int? Value), int>[] history = Histories.Make(
                new MapSpec(false), ref random, 12, 4, static draw => ("abc"[draw % 3].ToString(), draw / 3 % 2 == 0 ? draw / 6 % 3 : null), hasUncertain: i % 2 == 0);
            history = i % 3 == 0 ? Histories.Damage(history, ref random) : history;
            LinearizabilityReport<ImmutableDictionary<string, int>, (string Key, int? Value), int> parts = Linearizability.Check(new MapSpec(true), history);

            Assert.That(parts.Verdict, Is.EqualTo(Linearizability.Check(new MapSpec(false), history).Verdict));
            AssertWitness(new MapSpec(false), history, parts.Verdict, [.. parts.Witness.Select(static one => (one.Operation, one.Result))]);
        }
    }

    [Test]
    public void Check_AHundredThousandOneAfterAnother_IsLinearizable()
    {
        QueueOperation[] history = [.. Enumerable.Range(0, 100_000).Select(static i => i % 3 == 2 ? Deq(1, i / 3, 2 * i, (2 * i) + 1) : Enq(1, (i / 3 * 2) + (i % 3), 2 * i, (2 * i) + 1))];

        QueueReport report = Judge(history);
        Assert.That(report.Verdict, Is.EqualTo(Yes));
        Assert.That(report.Witness, Has.Count.EqualTo(history.Length));
        Assert.That(report.Configurations, Is.LessThanOrEqualTo(history.Length + 1));
    }

    [Test]
    public void Check_AHundredThousandOfManyClients_IsLinearizable()
    {
        var random = new Xoshiro256(3);
        Operation<int?, int>[] history = Histories.Make(new RegisterSpec(), ref random, 100_000, 6, static draw => draw % 2 == 0 ? draw : (int?)null, hasUncertain: false);

        Assert.That(Linearizability.Check(new RegisterSpec(), history).Verdict, Is.EqualTo(Yes));
    }

    [Test]
    public void Check_TwoHundredAtOnce_IsLinearizable() =>
        Assert.That(Judge([.. Enumerable.Range(1, 200).Select(static i => Enq(i, i, i, 1000 + i)), .. Enumerable.Range(1, 200).Select(static i => Deq(i, i, 2000 + i, 3000 + i))]).Verdict, Is.EqualTo(Yes));

    [Test]
    public void Check_BoundReached_IsUndecided()
    {
        // The items come out in another order than any in which those that were put in one after another can have gone in; each order of the others has to be tried.
        QueueOperation[] history = [.. Enumerable.Range(1, 12).Select(static i => Enq(i, i, 0, 100)), Deq(1, 1, 200, 201), Deq(1, 1, 202, 203)];

        QueueReport report = Linearizability.Check(new QueueSpec(), history, 1000);
        Assert.That(report.Verdict, Is.EqualTo(LinearizabilityVerdict.Undecided));
        Assert.That(report.Configurations, Is.EqualTo(1000));
        Assert.That(report.ToString(), Does.Contain("1,000 configurations"));
    }

    [Test]
    public void Check_BadInput_SaysWhich()
    {
        Assert.That(() => new QueueOperation(1, ("Enq", 1), 3, 2, null), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("ended"));
        Assert.That(() => new QueueOperation(1, ("Enq", 1), 3, OperationEnd.Returned), Throws.ArgumentException.With.Message.Contains("has a result"));
        Assert.That(() => Judge(Enq(1, 1, 0, 1), null!), Throws.ArgumentException.With.Message.Contains("Operation 1 of the history is null"));
        Assert.That(() => Linearizability.Check(new QueueSpec(), [], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Linearizability.Check(new SilentSpec(), [new Operation<int, int>(1, 1, 0, 1, 1)]), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("SilentSpec").And.Message.Contains("Apply"));
    }

    private static QueueOperation Enq(int client, int item, long invoked, long ended) => new(client, ("Enq", item), invoked, ended, null);

    private static QueueOperation Deq(int client, int? item, long invoked, long ended) => new(client, ("Deq", 0), invoked, ended, item);

    private static QueueOperation Take(int client, long invoked) => new(client, ("Take", 0), invoked, OperationEnd.Blocked);

    private static QueueOperation Take(int client, long invoked, long item, long ended) => new(client, ("Take", 0), invoked, ended, (int)item);

    private static QueueReport Judge(params QueueOperation[] history) => Linearizability.Check(new QueueSpec(), history);

    private static bool? Compare<TState, TCommand, TResult>(
        SequentialModel<TState, TCommand, TResult> model, ref Xoshiro256 random, int count, int clients, Func<int, TCommand> command, bool isUncertain)
        where TState : notnull
    {
        Operation<TCommand, TResult>[] history = Histories.Make(model, ref random, count, clients, command, isUncertain);
        bool isDamaged = random.Next(2) == 0;
        history = isDamaged ? Histories.Damage(history, ref random) : history;
        LinearizabilityReport<TState, TCommand, TResult> report = Linearizability.Check(model, history);
        bool expected = BruteForce.IsLinearizable(model, history);
        Assert.That(report.Verdict, Is.EqualTo(expected ? Yes : No), $"{string.Join("\n", history.Select(static one => $"{one.Invoked}-{one.Ended} {one}"))}");
        Assert.That(expected || isDamaged || history.Any(static one => one.End == OperationEnd.Blocked), "Such a history is made of a linearization.");
        if (expected)
        {
            AssertWitness(model, history, report.Verdict, [.. report.Witness.Select(static one => (one.Operation, one.Result))]);
        }
        else
        {
            // What is told is not linearizable, and what returned before is.
            Operation<TCommand, TResult> last = report.Misplaced!;
            Operation<TCommand, TResult>[] before = [.. report.History.Where(one => one.End != OperationEnd.Blocked).Select(one => one.Ended >= last.Ended && one.End == OperationEnd.Returned
                ? new Operation<TCommand, TResult>(one.Client, one.Command, one.Invoked) : one)];
            Assert.That(BruteForce.IsLinearizable(model, before));
            Assert.That(BruteForce.IsLinearizable(model, report.History), Is.False);
            Assert.That(report.Misfits, Is.Not.Empty);
            Assert.That(last.End == OperationEnd.Blocked || !report.Misfits.SelectMany(static misfit => misfit.Answers).Contains(last.Result!));
        }

        return expected;
    }

    private static void AssertWitness<TState, TCommand, TResult>(
        SequentialModel<TState, TCommand, TResult> model, Operation<TCommand, TResult>[] history, LinearizabilityVerdict verdict, List<(Operation<TCommand, TResult> Operation, TResult Result)> witness)
        where TState : notnull
    {
        if (verdict != Yes)
        {
            return;
        }

        Assert.That(witness.Select(static one => one.Operation).Where(static one => one.End == OperationEnd.Returned), Is.EquivalentTo(history.Where(static one => one.End == OperationEnd.Returned)));
        Assert.That(witness.Select(static one => one.Operation), Is.SubsetOf(history));

        // As a sequence of its own, it is one of the model's, and keeps what came before what.
        Operation<TCommand, TResult>[] inTurn = [.. witness.Select(static (one, i) => new Operation<TCommand, TResult>(0, one.Operation.Command, 2 * i, (2 * i) + 1, one.Result))];
        Assert.That(Linearizability.Check(model, inTurn).Verdict, Is.EqualTo(Yes));
        long latest = long.MinValue;
        foreach ((Operation<TCommand, TResult> operation, _) in witness)
        {
            latest = Math.Max(latest, operation.Invoked);
            Assert.That(operation.End != OperationEnd.Returned || operation.Ended >= latest);
        }
    }

    private sealed class SilentSpec : SequentialModel<int, int, int>
    {
        public override int Initial => 0;
    }
}
