namespace SimAsync.TestSupport.Programs;

/// <summary>
/// One task appends a shared text to a buffer of its own: it takes the length, then that many characters, under the lock of its own buffer. In between, the other
/// task has erased them, and not yet put new ones in. Each use of the shared text is atomic, as under its lock. The bug of <c>StringBuffer.append</c> in JDK 1.4.
/// </summary>
internal static class StringBuffer
{
    public static async Coroutine Run(Start start)
    {
        var own = new SimLock();
        var text = new Shared<string>("abc");

        await start(Change(), Append());

        async Coroutine Change()
        {
            text.Value = "";
            await Sim.Yield();
            text.Value = "abc";
        }

        async Coroutine Append()
        {
            using (await own.Hold())
            {
                await Sim.Yield();
                int length = text.Value.Length;
                await Sim.Yield();
                if (length > text.Value.Length)
                {
                    throw new BugException($"The length was {length}, and is {text.Value.Length}.");
                }
            }
        }
    }
}
