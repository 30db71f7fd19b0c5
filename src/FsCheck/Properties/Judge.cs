using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using FsCheck;
using SimAsync.NUnit;

namespace SimAsync.FsCheck.Properties;

/// <summary>Judges the runs of one input. What a run returns is evaluated inside its simulation: a property may have code in it.</summary>
/// <remarks>The first run tells whether the input is rejected, and how it is classified. Later ones may only fail: what they say otherwise hangs on the interleaving, and FsCheck counts inputs.</remarks>
internal sealed class Judge(InputAddress address, IReadOnlyList<Type> arbitraries) : IVerdict
{
    private const string Discard = "FsCheck.Testable+DiscardException";

    private readonly ConditionalWeakTable<Exception, PropertyOutcome> failures = [];
    private PropertyOutcome? first;

    /// <summary>Whether the input is one that the property does not speak of.</summary>
    public bool IsRejected => first is { IsRejected: true };

    /// <summary>How the input is classified.</summary>
    public IReadOnlyList<string> Stamps => first?.Stamps ?? [];

    /// <summary>What is known of a failure beside its exception; null if it is no property's.</summary>
    public PropertyOutcome? OutcomeOf(Exception exception) => failures.TryGetValue(exception, out PropertyOutcome? outcome) ? outcome : null;

    /// <summary>What the test returned, awaited.</summary>
    /// <exception cref="FalsifiedException">It is false.</exception>
    /// <remarks>A property that failed throws what it failed with.</remarks>
    public void Returned(object? value)
    {
        switch (value)
        {
            case false:
                throw new FalsifiedException("Expected true, got false.");
            case Property property:
                Returned(PropertyOutcome.Of(property, address, arbitraries));
                break;
            default:
                Tell(PropertyOutcome.Passed);
                break;
        }
    }

    public bool Excuses(Exception exception)
    {
        bool isDiscard = exception.GetType().FullName == Discard;
        if (isDiscard)
        {
            Reject();
        }

        return isDiscard;
    }

    /// <summary>The run had no use for the input.</summary>
    public void Reject() => Tell(PropertyOutcome.Rejected);

    private void Returned(PropertyOutcome outcome)
    {
        if (outcome.Exception is { } exception)
        {
            failures.AddOrUpdate(exception, outcome);
            ExceptionDispatchInfo.Throw(exception);
        }

        Tell(outcome);
    }

    private void Tell(PropertyOutcome outcome) => Interlocked.CompareExchange(ref first, outcome, null);
}
