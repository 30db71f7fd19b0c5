using FsCheck;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;
using SimAsync.FsCheck.Properties;
using SimAsync.NUnit;

namespace SimAsync.FsCheck;

/// <summary>
/// A property whose arguments FsCheck generates, and that is tried with each of them in many interleavings: what <c>[Property]</c> of FsCheck.NUnit is to <c>[Test]</c>, with the settings of both that and
/// <see cref="SimTestAttribute"/>. For methods that return void, bool, <see cref="Property"/>, a <see cref="Task"/> or <see cref="ValueTask"/> or <see cref="Coroutine"/>, or one of these that gives
/// a bool or a <see cref="Property"/>.
/// </summary>
/// <remarks>
/// <para>
/// Of an input that fails, FsCheck's shrinkers give smaller ones, and each is explored; the interleaving of the smallest is shrunk after that. The message shows both, and one code for both.
/// </para>
/// <para>
/// Each interleaving of each input is the whole of a test, as it is for <see cref="SimTestAttribute"/>: a new fixture object, SetUp, the method, TearDown, and arguments made anew. A method that returns false, throws,
/// deadlocks or leaves tasks behind has failed. <c>Assert.Ignore</c> ignores the test; <c>Assume.That</c> rejects the input.
/// </para>
/// <para>
/// The settings go by their defaults, then by <c>[Properties]</c> of FsCheck.NUnit at the assembly and at the class, then by what is set here, then by a runsettings file and the
/// environment: beside those of <see cref="SimTestAttribute"/> <c>SIMASYNC_MAXTEST</c>. <see cref="SimTestAttribute.Seed"/> stands for FsCheck's seed as well, and is 0 unless it is set: the same inputs each time.
/// <see cref="SimTestAttribute.Replay"/> takes the code that a failure printed, or as FsCheck's does <c>(seed,gamma)</c> or <c>(seed,gamma,size)</c>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class SimPropertyAttribute : SimTestAttribute
{
    private int? maxTest;
    private int? maxRejected;
    private int? startSize;
    private int? endSize;
    private bool? verbose;
    private bool? quietOnSuccess;

    /// <summary>The defaults: those of <see cref="SimTestAttribute"/>, but 100 interleavings, because each input has so many.</summary>
    public SimPropertyAttribute() => Runs = 100;

    /// <summary>So many inputs are tried, unless one fails. From 1; 100 by default.</summary>
    public int MaxTest
    {
        get => maxTest ?? Config.Quick.MaxTest;
        set => maxTest = value;
    }

    /// <summary>So many rejected inputs are too many: the test fails then. From 1; 1000 by default.</summary>
    public int MaxRejected
    {
        get => maxRejected ?? Config.Quick.MaxRejected;
        set => maxRejected = value;
    }

    /// <summary>FsCheck's size for the first input. From 0; 1 by default.</summary>
    public int StartSize
    {
        get => startSize ?? Config.Quick.StartSize;
        set => startSize = value;
    }

    /// <summary>FsCheck's size for the last input, to which it grows or falls from <see cref="StartSize"/>. From 0; 100 by default.</summary>
    public int EndSize
    {
        get => endSize ?? Config.Quick.EndSize;
        set => endSize = value;
    }

    /// <summary>Whether each input is written to the test's output, and each shrunk one. False by default.</summary>
    public bool Verbose
    {
        get => verbose ?? false;
        set => verbose = value;
    }

    /// <summary>Whether nothing is written to the output if all passed. False by default.</summary>
    public bool QuietOnSuccess
    {
        get => quietOnSuccess ?? false;
        set => quietOnSuccess = value;
    }

    /// <summary>Classes whose static members give arbitraries. Those of the first go before those of the later ones, and all before those of <c>[Properties]</c> and FsCheck's own.</summary>
    public Type[] Arbitrary { get; set; } = [];

    /// <summary>What holds for a method: what is set here, or at its class, or at its assembly.</summary>
    internal PropertySettings SettingsFor(IMethodInfo method) =>
        new PropertySettings(maxTest, maxRejected, startSize, endSize, verbose, quietOnSuccess, Arbitrary).Below(PropertySettings.Around(method.TypeInfo.Type));

    /// <inheritdoc/>
    internal override IEnumerable<TestMethod> Cases(IMethodInfo method, Test? suite)
    {
        var test = new TestMethod(method, suite);
        if (PropertyMethod.FaultOf(method) is { } fault)
        {
            test.MakeInvalid(fault);
        }

        ((IApplyToTest)this).ApplyToTest(test);
        return [test];
    }

    /// <inheritdoc/>
    internal override TestCommand Around(TestCommand command) => new SimPropertyCommand(command, this);
}
