using SimAsync.FsCheck;

namespace SimAsync.Properties.Laws;

/// <summary>Queues: what goes in and comes out.</summary>
[TestFixture]
public sealed class QueueLaws
{
    /// <summary>Items come out in the order of the queue, and nothing is lost or given twice, whoever is cancelled, wherever: a put that was cancelled has put nothing in, and a get has taken nothing out.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Get_CancelledAnywhere_GivesEachItemOnceInOrder(QueueKind kind, Few size, bool isBounded, Visit[] puts, Visit[] gets)
    {
        var traffic = new Traffic(kind, isBounded ? size.Count : 0);
        traffic.Start(puts.Select(static visit => visit with { MayBeCancelled = true }), gets.Select(static visit => visit with { MayBeCancelled = true }));
        await traffic.End();
        Law.Holds(traffic.Put == traffic.Taken, "an item was lost");
    }

    /// <summary>However many items there are, and however they are put in and taken out in turn, they come out in the order of the queue. One run of each, for nothing waits.</summary>
    /// <param name="kind">The order.</param>
    /// <param name="turns">What goes into the number of an item that is put in; null where one is taken out.</param>
    [SimProperty(Runs = 1)]
    public void GetNow_ManyItems_GivesEachOnceInOrder(QueueKind kind, int?[] turns)
    {
        SimQueue<int> queue = kind.Make(0);
        List<int> items = [];
        int put = 0;
        foreach (int? turn in turns)
        {
            if (turn is { } number)
            {
                int item = (++put * 1024) + (number & 1023); // Each once.
                queue.PutNow(item);
                items.Add(item);
            }
            else if (items.Count > 0)
            {
                Take();
            }
        }

        while (items.Count > 0)
        {
            Take();
        }

        Law.Holds(queue.IsEmpty, "there is an item that nobody put in");

        void Take()
        {
            int item = queue.GetNow();
            Law.Holds(kind.MayBeNext(items, item), "it is not this item's turn");
            items.Remove(item);
        }
    }

    /// <summary>There are never more items than there is room for; how many there are, and whether that is none or all, is told at each moment.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Count_AnyTraffic_IsNeverMoreThanMaxSize(Few size, Visit[] puts, Visit[] gets)
    {
        var traffic = new Traffic(QueueKind.Fifo, size.Count);
        SimQueue<int> queue = traffic.Queue;
        using IDisposable within = Sim.Always("there is room for all", () =>
            queue.Count <= size.Count && queue.Count == traffic.Items.Count && queue.IsEmpty == (queue.Count == 0) && queue.IsFull == (queue.Count == size.Count));
        traffic.Start(puts, gets);
        await traffic.End();
    }

    /// <summary>A put suspends exactly if there is no room, and a get exactly if there is no item; what puts or takes at once is refused exactly then, and changes nothing.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Put_AnyTraffic_SuspendsIffItIsFull(QueueKind kind, Few size, Visit[] puts, Visit[] gets, Visit[] others)
    {
        var traffic = new Traffic(kind, size.Count);
        SimQueue<int> queue = traffic.Queue;
        traffic.Start(puts, gets);
        foreach (Visit other in others)
        {
            traffic.Crew.Start(Try(other));
        }

        await traffic.End();

        async Coroutine Try(Visit visit)
        {
            await Sim.Sleep(visit.Comes);
            bool isFull = traffic.Items.Count == size.Count;
            int item = traffic.NextItem();
            SimTask put = Sim.CreateTask(queue.Put(item), eager: true);
            Law.Holds(put.IsDone == !isFull, "a put suspended, and there was room, or did not, and there was none");
            if (isFull)
            {
                put.Cancel();
                Assert.That(() => queue.PutNow(item), Throws.TypeOf<QueueFullException>());
            }
            else
            {
                traffic.NotePut(item);
            }

            await Sim.Sleep(visit.Stays);
            bool isEmpty = traffic.Items.Count == 0;
            SimTask<int> get = Sim.CreateTask(queue.Get(), eager: true);
            Law.Holds(get.IsDone == !isEmpty, "a get suspended, and there was an item, or did not, and there was none");
            if (isEmpty)
            {
                get.Cancel();
                Assert.That(queue.GetNow, Throws.TypeOf<QueueEmptyException>());
            }
            else
            {
                traffic.NoteGet(get.Result);
            }

            await Sim.Wait([put, (SimFuture)get]);
        }
    }

    /// <summary>Of those who wait for an item the first has the first that comes, if that is over before the next comes; one that was cancelled is passed over.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Get_WaitersOneItemAtATime_ServesInTheOrderOfComing(Visit[] visits)
    {
        var queue = new SimQueue<int>();
        await OneAtATime(visits, async Coroutine () => await queue.Get(), () => queue.PutNow(0));
    }

    /// <summary>Of those who wait for room the first puts its item in when there is some, if that is over before there is more; one that was cancelled is passed over.</summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Put_WaitersOnePlaceAtATime_ServesInTheOrderOfComing(Visit[] visits)
    {
        var queue = new SimQueue<int>(1);
        queue.PutNow(0);
        await OneAtATime(visits, () => queue.Put(0), () => queue.GetNow());
    }

    /// <summary>
    /// Once it is shut down, all who wait go on at that instant, and nothing is put in any more. Items that are in it still come out, each once and in order, or have been dropped if it was shut down at once; then
    /// taking is refused too.
    /// </summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit), typeof(Few)])]
    public async Coroutine Shutdown_AnyTraffic_LetsItemsOutAndNoneIn(QueueKind kind, Few size, bool isBounded, bool immediate, Visit shutdown, Visit[] puts, Visit[] gets)
    {
        var traffic = new Traffic(kind, isBounded ? size.Count : 0);
        SimQueue<int> queue = traffic.Queue;
        traffic.Start(puts, gets);
        await Sim.Sleep(shutdown.Comes);
        traffic.Shutdown(immediate);
        Law.Holds(queue.IsShutDown && queue.Count == traffic.Items.Count, "it is not shut down, or has other items");
        await Sim.Sleep(1);
        Law.Holds(traffic is { Putting: 0, Getting: 0 }, "one waits, and it is shut down");
        await traffic.End();
        Assert.That(() => queue.PutNow(0), Throws.TypeOf<QueueShutDownException>());
        Assert.That(queue.GetNow, Throws.TypeOf<QueueShutDownException>());
    }

    /// <summary>
    /// Joining suspends exactly if an item that was put in has not been dealt with, and returns at the instant at which the last has; those that a shutdown drops count as dealt with. To deal with more than there
    /// were is refused.
    /// </summary>
    [SimProperty(Runs = Law.Runs, EndSize = Visit.Most, Arbitrary = [typeof(Visit)])]
    public async Coroutine Join_AnyJobs_ReturnsWhenAllAreDone(Visit[] jobs, Visit[] joins, bool isShutDown, bool immediate, Visit shutdown)
    {
        var queue = new SimQueue<int>();
        List<Joining> joining = [];
        int unfinished = 0;
        var crew = new Crew();
        foreach (Visit job in jobs)
        {
            crew.Start(Do(job));
        }

        foreach (Visit join in joins)
        {
            crew.Start(Join(join), join.MayBeCancelled ? 1 : 0);
        }

        if (isShutDown)
        {
            crew.Start(Shutdown());
        }

        await crew.End();
        Assert.That(queue.TaskDone, Throws.InvalidOperationException);
        await queue.Join();

        async Coroutine Do(Visit job)
        {
            try
            {
                await Sim.Sleep(job.Comes);
                queue.PutNow(0);
                unfinished++;
                await Sim.Sleep(job.Stays);
                queue.GetNow();
            }
            catch (QueueShutDownException)
            {
                return; // It came too late, or was dropped.
            }

            await Sim.Sleep(job.Stays);
            queue.TaskDone();
            Finish(1);
        }

        async Coroutine Join(Visit visit)
        {
            await Sim.Sleep(visit.Comes);
            var mine = new Joining { DueAt = unfinished == 0 ? Sim.Now : null };
            joining.Add(mine);
            SimTask join = Sim.CreateTask(queue.Join(), eager: true);
            Law.Holds(join.IsDone == (unfinished == 0), "it suspended, and all was done, or did not, and something was not");
            await join;
            Law.Holds(mine.DueAt == Sim.Now, "it returned too early or too late");
        }

        async Coroutine Shutdown()
        {
            await Sim.Sleep(shutdown.Comes);
            int dropped = immediate ? queue.Count : 0;
            queue.Shutdown(immediate);
            Finish(dropped);
        }

        void Finish(int count)
        {
            unfinished -= count;
            if (unfinished == 0)
            {
                joining.ForEach(static one => one.DueAt ??= Sim.Now);
            }
        }
    }

    private static async Coroutine OneAtATime(Visit[] visits, Func<Coroutine> wait, Action serve)
    {
        List<ISimTask> line = [];
        var crew = new Crew();
        foreach (Visit visit in visits)
        {
            crew.Start(One(visit), visit.MayBeCancelled ? 1 : 0);
        }

        await Sim.Sleep(Visit.Latest + 1);
        while (line.Count > 0 && !crew.IsOver)
        {
            serve();
            await Sim.Sleep(1);
        }

        await crew.End();

        async Coroutine One(Visit visit)
        {
            await Sim.Sleep(visit.Comes);
            ISimTask me = Sim.CurrentTask!;
            line.Add(me);
            try
            {
                await wait();
                Law.Holds(line.Find(one => one == me || one.Cancelling == 0) == me, "one was overtaken");
            }
            finally
            {
                line.Remove(me);
            }
        }
    }

    private sealed class Joining
    {
        /// <summary>When all was done first while it waited; null if it was not yet.</summary>
        public TimeSpan? DueAt { get; set; }
    }
}
