namespace SimAsync.Examples;

/// <summary>What `dotnet run --project examples -c Release` shows.</summary>
public static class Program
{
    /// <summary>Finds the first example's bug and prints how to see it again. The bug is expected, so the exit code is 0.</summary>
    public static int Main()
    {
        Console.WriteLine("No examples yet.");
        return 0;
    }
}
