using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace SimAsync.NUnit;

/// <summary>Stands around all that NUnit makes of one test (its actions, SetUp, the method, TearDown), and makes one result of its many interleavings.</summary>
internal abstract class SimCommand(TestCommand inner) : DelegatingTestCommand(inner)
{
    public override TestResult Execute(TestExecutionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        object? fixture = Test.Fixture;
        object? testObject = context.TestObject;
        try
        {
            context.CurrentResult = Run(new Interleavings(innerCommand, context));
        }
        catch (FormatException e)
        {
            // A setting, or the replay code, is not what it should be.
            context.CurrentResult = Test.MakeTestResult();
            context.CurrentResult.SetResult(ResultState.Error, e.Message);
        }
        finally
        {
            // What is left of an interleaving has its own context, so NUnit's is as it was.
            Test.Fixture = fixture;
            context.TestObject = testObject;
        }

        return context.CurrentResult;
    }

    /// <summary>Makes the interleavings.</summary>
    /// <exception cref="FormatException">A setting, or a replay code, is not what it should be: that is the test's result.</exception>
    protected abstract TestResult Run(Interleavings interleavings);
}
