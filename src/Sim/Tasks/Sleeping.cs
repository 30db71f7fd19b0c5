namespace SimAsync.Tasks;

/// <summary>CPython's <c>sleep</c> as a coroutine object, and a coroutine without a result as one that gives null.</summary>
internal static class Sleeping
{
    public static async Coroutine Sleep(SleepAwaitable sleep) => await sleep;

    public static async Coroutine<T> Sleep<T>(SleepAwaitable sleep, T value)
    {
        await sleep;
        return value;
    }

    public static async Coroutine<object?> WithoutResult(Coroutine coroutine)
    {
        await coroutine;
        return null;
    }
}
