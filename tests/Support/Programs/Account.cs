namespace SimAsync.TestSupport.Programs;

/// <summary>
/// A deposit and a withdrawal under one lock, and a checker that adds up wrongly: it takes the deposit for a withdrawal. It looks only once
/// both are done, so it has to come last to be caught.
/// </summary>
internal static class Account
{
    public static async Coroutine Run(Start start)
    {
        const int Before = 1;
        const int Deposited = 2;
        const int Withdrawn = 4;
        var @lock = new SimLock();
        var balance = new Shared<int>(Before);
        var depositDone = new Shared<bool>(false);
        var withdrawalDone = new Shared<bool>(false);

        await start(Check(), Change(Deposited, depositDone), Change(-Withdrawn, withdrawalDone));

        async Coroutine Change(int amount, Shared<bool> done)
        {
            using (await @lock.Hold())
            {
                await Sim.Yield();
                int read = balance.Value;
                await Sim.Yield();
                balance.Value = read + amount;
                await Sim.Yield();
                done.Value = true;
            }
        }

        async Coroutine Check()
        {
            using (await @lock.Hold())
            {
                await Sim.Yield();
                if (!depositDone.Value)
                {
                    return;
                }

                await Sim.Yield();
                if (!withdrawalDone.Value)
                {
                    return;
                }

                await Sim.Yield();
                if (balance.Value != Before - Deposited - Withdrawn)
                {
                    throw new BugException($"The balance is {balance.Value}.");
                }
            }
        }
    }
}
