using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Commands;

namespace SimAsync.NUnit;

/// <summary>
/// A test that runs in a simulation, in many interleavings, until one fails: in place of <see cref="TestAttribute"/>, or beside <c>[TestCase]</c>,
/// <c>[TestCaseSource]</c> and <c>[Values]</c>. For methods that return void, a <see cref="Task"/> or <see cref="ValueTask"/>, or a <see cref="Coroutine"/>.
/// </summary>
/// <remarks>
/// <para>
/// Each interleaving is the whole of a test: a new fixture object is made, then its SetUp methods, the test and its TearDown methods run, all inside the simulation. A
/// OneTimeSetUp that is not static has no object to set up, and is refused.
/// </para>
/// <para>
/// Parameters of type <see cref="CancellationToken"/>, <see cref="TimeProvider"/> and <c>ILoggerFactory</c> that get no value elsewhere get the simulation's: a token that is cancelled
/// if <see cref="InjectCancellation"/> asks for it, virtual time, and loggers into the run. Beside arguments, NUnit wants those that follow them to be optional
/// (<c>TimeProvider? time = null</c>), but for one last token.
/// </para>
/// <para>
/// The environment variables <c>SIMASYNC_RUNS</c>, <c>SIMASYNC_SEED</c>, <c>SIMASYNC_STRATEGY</c>, <c>SIMASYNC_MAXSTEPS</c>, <c>SIMASYNC_CORPUS</c>, <c>SIMASYNC_REPLAY</c> and <c>SIMASYNC_BREAK</c> (a step,
/// <c>deviation</c> for the first deviation or <c>deviations</c> for each) go before the properties here; so do the test run parameters <c>SimAsync.Runs</c> and so on of a runsettings file, after the
/// variables. <c>SIMASYNC_SHARD</c> leaves a test the runs of one <see cref="Shard"/>: <c>2/8</c>, or <c>auto</c> for what <see cref="Shard.FromEnvironment"/> says. Without it every run is made, whatever
/// else is set. <c>SIMASYNC_PROGRESS=off</c> hides how far a test is that takes longer than two seconds, which otherwise goes to NUnit's <see cref="TestContext.Progress"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
[SuppressMessage("Performance", "CA1813:Avoid unsealed attributes", Justification = "[SimProperty] is a [SimTest] whose arguments are generated.")]
public class SimTestAttribute : TestAttribute, ISimpleTestBuilder, ITestBuilder, IApplyToTest, IWrapTestMethod, IRepeatTest
{
    private static readonly NUnitTestCaseBuilder Builder = new();

    /// <summary>At most so many interleavings; the first that fails is the last. From 1; 1000 by default.</summary>
    public int Runs { get; set; } = 1000;

    /// <summary>What all chance hangs on. Any number; 0 by default.</summary>
    public ulong Seed { get; set; }

    /// <summary>How the next step is chosen: one of <see cref="SimAsync.Strategy.Names"/>; <c>portfolio</c> by default.</summary>
    public string Strategy { get; set; } = SimAsync.Strategy.Portfolio.Name;

    /// <summary>An interleaving that has not ended after so many steps fails. From 1; 100,000 by default.</summary>
    public int MaxSteps { get; set; } = new ExploreOptions().MaxSteps;

    /// <summary>An interleaving that would go on past this virtual time fails, in milliseconds. 0, the default, for no bound.</summary>
    public long MaxTimeMilliseconds { get; set; }

    /// <summary>The code that a failure printed: only that interleaving runs. Null, the default, for none.</summary>
    public string? Replay { get; set; }

    /// <summary>
    /// The step at whose beginning an attached debugger breaks: see <see cref="Sim.BreakAtStep"/>. In the interleaving that is played again, or, without <see cref="Replay"/>, in the failing one once it is
    /// shrunk. From 1; 0, the default, for none.
    /// </summary>
    public long BreakAtStep { get; set; }

    /// <summary>An attached debugger breaks at the first so many deviations: see <see cref="RunOptions.BreakAtDeviations"/>. 0, the default, for none.</summary>
    public int BreakAtDeviations { get; set; }

    /// <summary>
    /// Whether the test's <see cref="CancellationToken"/> may be cancelled between any two steps: in one interleaving at each such point in turn, and in others at one chosen by chance. As
    /// <see cref="Sim.MayCancel(CancellationTokenSource, string?)"/>, with the checks <see cref="RunOptions.NoLocksHeld"/> and, unless <see cref="AllowTasksLeft"/>, <see cref="RunOptions.NoMethodsLeft"/>. A
    /// test that ends with an <see cref="OperationCanceledException"/> after the simulation has cancelled something has passed. False by default.
    /// </summary>
    public bool InjectCancellation { get; set; }

    /// <summary>Of the points at which something may be cancelled, one in so many has an interleaving of its own. From 1, the default, which is all; 0 for none, so that only chance cancels.</summary>
    public int CancelEvery { get; set; } = 1;

    /// <summary>So many of the points, drawn by the seed, have an interleaving of their own. 0, the default, for what <see cref="CancelEvery"/> says; not both.</summary>
    public int CancelSample { get; set; }

    /// <summary>Whether a failure is shrunk to what matters. True by default.</summary>
    public bool Shrink { get; set; } = true;

    /// <summary>Whether tasks may go on when the test has ended. False by default: such a test fails, and they are listed.</summary>
    public bool AllowTasksLeft { get; set; }

    /// <summary>Whether an interleaving fails if nobody asked for the exception of a coroutine's task: see <see cref="RunOptions.NoUnobservedExceptions"/>. False by default.</summary>
    public bool NoUnobservedExceptions { get; set; }

    /// <summary>After so many steps without progress an interleaving may fail as one that goes round in circles: see <see cref="RunOptions.LivelockSteps"/>. From 1; 10,000 by default; 0 for never.</summary>
    public int LivelockSteps { get; set; } = new ExploreOptions().LivelockSteps!.Value;

    /// <summary>The first interleaving, and one in so many after it, is made twice and compared: see <see cref="ExploreOptions.DeterminismSample"/>. From 1; 250 by default; 0 for none.</summary>
    public int DeterminismSample { get; set; } = new ExploreOptions().DeterminismSample;

    /// <summary>Whether other threads, sockets and the like may take part: see <see cref="RunOptions.ForeignThreads"/>. False by default.</summary>
    public bool ForeignThreads { get; set; }

    /// <summary>
    /// The folder in which failures are kept, each test's in a file of its own, and from which they are played again first: see <see cref="ExploreOptions.Corpus"/>. A relative path is from the
    /// current directory, which under <c>dotnet test</c> is where the test's assembly is. Null, the default, for none.
    /// </summary>
    public string? Corpus { get; set; }

    TestMethod ISimpleTestBuilder.BuildFrom(IMethodInfo method, Test? suite) => BuildFrom(method, suite);

    /// <summary>For NUnit: the one case of a test all of whose parameters the simulation gives their values. Other cases are built by the attributes that give them.</summary>
    IEnumerable<TestMethod> ITestBuilder.BuildFrom(IMethodInfo method, Test? suite) => Cases(method, suite);

    void IApplyToTest.ApplyToTest(Test test)
    {
        ApplyToTest(test);
        if (test.Method?.TypeInfo.Type is { } fixture && OneTimeOfAnInstance(fixture) is { } method)
        {
            test.MakeInvalid($"{Name} makes a new fixture for each interleaving, so {fixture.Name}.{method.Name} would set up an object that no test sees: make it static.");
        }
    }

    /// <summary>For NUnit.</summary>
    public TestCommand Wrap(TestCommand command) =>
        command is TestMethodCommand ? new SimMethodCommand(command) : Around(command);

    /// <summary>What a message calls it.</summary>
    internal string Name => $"[{GetType().Name[..^nameof(Attribute).Length]}]";

    /// <summary>The cases that no other attribute builds.</summary>
    internal virtual IEnumerable<TestMethod> Cases(IMethodInfo method, Test? suite)
    {
        IParameterInfo[] parameters = method.GetParameters();
        if (parameters.Length == 0
            || !Array.TrueForAll(parameters, static parameter => Injection.Knows(parameter.ParameterType))
            || method.GetCustomAttributes<ITestBuilder>(inherit: true).Length > 1)
        {
            return [];
        }

        var arguments = new TestCaseParameters([.. parameters.Select(static parameter => Injection.Placeholder(parameter.ParameterType))]) { TestName = method.Name };
        return [Builder.BuildTestMethod(method, suite, arguments)];
    }

    /// <summary>What stands around the whole of the test.</summary>
    internal virtual TestCommand Around(TestCommand command) => new SimTestCommand(command, this);

    private static MethodInfo? OneTimeOfAnInstance(Type fixture) => fixture
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .FirstOrDefault(static method => method.IsDefined(typeof(OneTimeSetUpAttribute), inherit: true) || method.IsDefined(typeof(OneTimeTearDownAttribute), inherit: true));
}
