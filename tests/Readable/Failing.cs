using SimAsync.NUnit;

namespace SimAsync.Tests.Readable;

/// <summary>Tests of the programs in this folder, as someone would write them. Each fails in some interleaving.</summary>
[Explicit("The tests fail: their messages are what is tested.")]
public sealed class Failing
{
    [SimTest]
    public async Task AccountService_DepositAndWithdrawal_AuditIsRight()
    {
        var service = new AccountService(new AccountStore());
        await service.Deposit("Ann", 100);

        await Task.WhenAll(service.Deposit("Ann", 50), service.Withdraw("Ann", 30));

        Assert.That(await service.Audit("Ann"), Is.Zero);
    }

    [SimTest]
    public async Task BluetoothDriver_StoppedWhileSending_SendsOrRefuses()
    {
        var driver = new BluetoothDriver();

        Task<bool> sending = Task.Run(() => driver.Send("hello"));
        await Task.Run(driver.Stop);
        await sending;
    }

    [SimTest]
    public async Task LazyCatalogue_CurrencySetWhileItLoads_IsUsed()
    {
        using var catalogue = new LazyCatalogue();

        await Task.WhenAll(Task.Run(catalogue.LoadNames), Task.Run(() => catalogue.UseCurrency("CHF")), Task.Run(catalogue.LoadPrices));

        Assert.That(catalogue.Currency, Is.EqualTo("CHF"));
    }

    [SimTest]
    public async Task PriceBoard_TicksAndSurcharge_AllCount()
    {
        using var board = new PriceBoard();

        await Task.WhenAll(board.AddSurcharge(10), board.ApplyTick(5), board.ApplyTick(-2));

        Assert.That(board.Price, Is.EqualTo(113));
    }

    [SimTest]
    public async Task VisitCounter_GatesAndGuard_CountEverybody()
    {
        var counter = new VisitCounter();
        Task draining = counter.Drain();
        counter.Report(2);
        await Task.Delay(20);

        Task guard = counter.CountByHand(3);
        await Task.Delay(5);
        counter.Report(4);
        counter.Close();
        await Task.WhenAll(draining, guard);

        Assert.That(counter.Visitors, Is.EqualTo(9));
    }

    [SimTest]
    public async Task SettingsPublisher_ReadWhilePublished_IsOldOrNew()
    {
        var publisher = new SettingsPublisher();
        Task[] published = [publisher.Publish("new.example"), publisher.Publish("new.example")];

        (string address, string certificate) = await publisher.Read();

        Assert.That(certificate, Is.EqualTo(address));
        await Task.WhenAll(published);
    }

    [SimTest]
    public async Task StorageModes_ReaderAndBackup_BothGetTheirTurn()
    {
        using var storage = new StorageModes();

        await Task.WhenAll(Read(), BackUp());

        async Task Read()
        {
            await storage.EnterReader();
            await Task.Delay(100);
            await storage.LeaveReader();
        }

        async Task BackUp()
        {
            await Task.Delay(100);
            await storage.EnterBackup();
            await Task.Delay(1000);
            await storage.LeaveBackup();
        }
    }

    [SimTest]
    public async Coroutine TransferLocks_PaymentAndRefund_LoseNoMoney()
    {
        var transfers = new TransferLocks();

        SimTask payment = Sim.CreateTask(transfers.Pay(30), "payment");
        SimTask refund = Sim.CreateTask(transfers.Refund(10), "refund");
        await Sim.Gather(payment, refund);

        Assert.That((transfers.BuyersMoney, transfers.SellersMoney), Is.EqualTo((80, 20)));
    }

    [SimTest]
    public async Coroutine TwoStagePipeline_ReportAmidBatches_AddsUp()
    {
        var pipeline = new TwoStagePipeline();

        SimTask batch = Sim.CreateTask(pipeline.Process(5), "batch");
        SimTask<(int Received, int Finished)> report = Sim.CreateTask(pipeline.Report(), "report");
        await Sim.Gather(batch, report);

        Assert.That(report.Result.Finished, Is.EqualTo(report.Result.Received));
    }

    [SimTest]
    public async Coroutine TokenRing_OnceAround_AllHaveTheSame()
    {
        var ring = new TokenRing(4);

        await Sim.Gather(Enumerable.Range(0, 4).Select(ring.TakeOver));

        Assert.That(ring.Tokens, Is.All.EqualTo(ring.Tokens[0]));
    }

    [SimTest]
    public async Coroutine SharedText_CopiedWhileReplaced_IsOldOrNew()
    {
        var text = new SharedText("old text");

        SimTask<string> copy = await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(text.Replace("new text"), "editor");
            SimTask<string> reader = group.CreateTask(text.Copy(), "reader");
            await Sim.Yield();
            return reader;
        });

        Assert.That(copy.Result, Is.AnyOf("old text", "new text", ""));
    }

    [SimTest]
    public async Coroutine BoundedStack_DishwasherAndWaiter_PassThePlates()
    {
        var stack = new BoundedStack(3);

        await TaskGroup.Run(async group =>
        {
            _ = group.CreateTask(Wash(), "dishwasher");
            _ = group.CreateTask(Serve(), "waiter");
            await Sim.Yield();
        });

        async Coroutine Wash()
        {
            await stack.Push("soup plate");
            await Sim.Sleep(5);
            await stack.Push("dessert plate");
        }

        async Coroutine Serve()
        {
            await stack.Pop();
            await Sim.Sleep(5);
            await stack.Pop();
        }
    }

    [SimTest]
    public async Coroutine DiningPhilosophers_Three_AllEat()
    {
        var table = new DiningPhilosophers(3);

        await TaskGroup.Run(async group =>
        {
            foreach ((int seat, string guest) in new[] { "Plato", "Kant", "Hume" }.Index())
            {
                _ = group.CreateTask(table.Dine(seat), guest);
                await Sim.Yield();
            }
        });

        Assert.That(table.Meals, Is.EqualTo(3));
    }
}
