namespace SimAsync.TestSupport.Programs;

/// <summary>One task changes a variable under one lock and requires that nobody else does; seven others change it under another lock.</summary>
internal static class WrongLock
{
    public static async Coroutine Run(Start start)
    {
        var rightLock = new SimLock("right");
        var wrongLock = new SimLock("wrong");
        var data = new Shared<int>(0);

        await start([Check(), .. Enumerable.Range(0, 7).Select(_ => Change())]);

        async Coroutine Check()
        {
            using (await rightLock.Hold())
            {
                await Sim.Yield();
                int before = data.Value;
                await Sim.Yield();
                data.Value++;
                await Sim.Yield();
                if (data.Value != before + 1)
                {
                    throw new BugException($"It was {before}, and one more is {data.Value}.");
                }
            }
        }

        async Coroutine Change()
        {
            using (await wrongLock.Hold())
            {
                await Sim.Yield();
                data.Value++;
            }
        }
    }
}
