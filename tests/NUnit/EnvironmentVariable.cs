namespace SimAsync.Tests.NUnit;

/// <summary>The environment, as a test wants it. Such tests are not made at the same time as others.</summary>
internal static class EnvironmentVariable
{
    /// <summary>Does something with a variable that is unset before and after.</summary>
    public static T With<T>(string variable, string value, Func<T> body)
    {
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            return body();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }
}
