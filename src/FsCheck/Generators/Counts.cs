using System.Numerics;

namespace SimAsync.FsCheck.Generators;

/// <summary>How counts from 0 on shrink.</summary>
internal static class Counts
{
    /// <summary>0, the half, three quarters, and so on up to one less: so that the least that fails is found in a number of steps that goes by the logarithm.</summary>
    public static IEnumerable<T> Smaller<T>(T count)
        where T : IBinaryInteger<T>
    {
        for (T less = count; less > T.Zero; less >>= 1)
        {
            yield return count - less;
        }
    }
}
