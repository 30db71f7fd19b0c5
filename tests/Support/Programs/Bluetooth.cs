namespace SimAsync.TestSupport.Programs;

/// <summary>
/// A driver counts the I/O under way, and one for itself, and stops once the count is 0. The adder looks at the stop flag and counts itself only then: in between, the
/// stopper can find nothing under way, and the adder uses what is stopped. Source: Qadeer and Wu, "KISS: keep it simple and sequential", PLDI 2004.
/// </summary>
internal static class Bluetooth
{
    public static async Coroutine Run(Start start)
    {
        var stopping = new Shared<bool>(false);
        var pending = new Shared<int>(1);
        var nothingPending = new SimEvent();
        var stopped = new Shared<bool>(false);

        await start(Stop(), Add());

        async Coroutine Add()
        {
            if (stopping.Value)
            {
                return;
            }

            await Sim.Yield();
            pending.Value++;
            await Sim.Yield();
            if (stopped.Value)
            {
                throw new BugException("The driver is used, and has stopped.");
            }

            await Sim.Yield();
            Leave();
        }

        async Coroutine Stop()
        {
            stopping.Value = true;
            await Sim.Yield();
            Leave();
            await Sim.Yield();
            await nothingPending.Wait();
            stopped.Value = true;
        }

        // Atomic in the source, too.
        void Leave()
        {
            pending.Value--;
            if (pending.Value == 0)
            {
                nothingPending.Set();
            }
        }
    }
}
