using NUnit.Framework.Interfaces;
using SimAsync.Tests.NUnit;

namespace SimAsync.Properties;

/// <summary>What the suite does when it is run as a program of its own: tries one law, for the mutants that it is to find.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not ["law", var law] || law.Split('.') is not [var fixture, var method])
        {
            Console.Error.WriteLine("Run the properties with `dotnet test`. As a program this only serves them: law FIXTURE.METHOD.");
            return 2;
        }

        if (Array.Find(typeof(Program).Assembly.GetTypes(), type => type.Name == fixture) is not { } laws || laws.GetMethod(method) is null)
        {
            Console.Error.WriteLine($"There is no law {law}.");
            return 2;
        }

        ITestResult[] failed = [.. NestedRun.Of(laws, method).Values.Where(static leaf => leaf.ResultState.Status == TestStatus.Failed)];
        foreach (ITestResult one in failed)
        {
            Console.WriteLine($"{one.Name}: {one.Message}");
        }

        return failed.Length > 0 ? 1 : 0;
    }
}
