using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;
using SimAsync.Interop;

namespace SimAsync.NUnit;

/// <summary>Calls the test method and waits for it, inside the simulation: in place of NUnit's <see cref="TestMethodCommand"/>, which knows no coroutines.</summary>
internal sealed class SimMethodCommand(TestCommand replaced) : TestCommand(replaced.Test)
{
    private static readonly PropertyInfo? HasExpected = typeof(TestMethod).GetProperty("HasExpectedResult", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
    private static readonly PropertyInfo? ExpectedResult = typeof(TestMethod).GetProperty("ExpectedResult", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);

    public override TestResult Execute(TestExecutionContext context)
    {
        SimTestRun run = SimTestRun.Current
            ?? throw new InvalidOperationException("A [SimTest] method runs in its simulation only: another attribute has run it by itself.");
        var test = (TestMethod)Test;
        object? actual = null;
        try
        {
            actual = Call(test, context, run);
            run.Verdict?.Returned(actual);
        }
        catch (OperationCanceledException) when (TestHarness.HasInjectedCancellation)
        {
            // It ended as it was asked to.
            context.CurrentResult.SetResult(ResultState.Success);
            return context.CurrentResult;
        }
        catch (Exception e) when (run.Verdict?.Excuses(e) == true)
        {
            context.CurrentResult.SetResult(ResultState.Success);
            return context.CurrentResult;
        }
        catch (Exception e)
        {
            run.Thrown = e;
            throw;
        }

        if (Expected(test, out object? expected))
        {
            try
            {
                Assert.That(actual, Is.EqualTo(expected));
            }
            catch (Exception e)
            {
                run.Thrown = e;
                throw;
            }
        }

        context.CurrentResult.SetResult(ResultState.Success);
        if (context.CurrentResult.AssertionResultCount > 0)
        {
            context.CurrentResult.RecordTestCompletion();
        }

        return context.CurrentResult;
    }

    // NUnit keeps it to itself.
    private static bool Expected(TestMethod test, out object? expected)
    {
        bool has = HasExpected?.GetValue(test) is true;
        expected = has ? ExpectedResult?.GetValue(test) : null;
        return has;
    }

    private static object? Call(TestMethod test, TestExecutionContext context, SimTestRun run)
    {
        MethodInfo method = test.Method.MethodInfo;
        ParameterInfo[] parameters = method.GetParameters();
        CancellationToken token = run.BeginMethod(Array.Exists(parameters, static parameter => parameter.ParameterType == typeof(CancellationToken)), context.CancellationToken);
        object?[] arguments = Injection.Fill(parameters, run.Arguments ?? test.Arguments, token);
        return Awaited(method.Invoke(method.IsStatic ? null : context.TestObject, BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }

    private static object? Awaited(object? returned)
    {
        Task? task = returned switch
        {
            Task plain => plain,
            ValueTask plain => plain.AsTask(),
            Coroutine coroutine => Run(coroutine),
            _ when returned?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
                (Task)type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null)!,
            _ => null,
        };
        if (task is null)
        {
            return returned;
        }

        TestHarness.Await(task);
        return ResultOf(task);
    }

    // Of a coroutine with a result it is that, whatever its type.
    private static Task Run(Coroutine coroutine)
    {
        for (Type? type = coroutine.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Coroutine<>))
            {
                return (Task)typeof(SimMethodCommand).GetMethod(nameof(RunTyped), BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(type.GenericTypeArguments).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [coroutine], null)!;
            }
        }

        return RunUntyped(coroutine);
    }

    private static async Task RunUntyped(Coroutine coroutine) => await coroutine;

    private static async Task<T> RunTyped<T>(Coroutine<T> coroutine) => await coroutine;

    private static object? ResultOf(Task task)
    {
        for (Type? type = task.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return type.GenericTypeArguments[0].Name == "VoidTaskResult" ? null : type.GetProperty(nameof(Task<>.Result))!.GetValue(task);
            }
        }

        return null;
    }
}
