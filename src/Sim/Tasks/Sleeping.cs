namespace SimAsync.Tasks;

/// <summary>CPython's <c>sleep</c> as a coroutine object.</summary>
internal static class Sleeping
{
    public static async Coroutine Sleep(SleepAwaitable sleep) => await sleep;

    public static async Coroutine<T> Sleep<T>(SleepAwaitable sleep, T value)
    {
        await sleep;
        return value;
    }
}
