using SimAsync.TestSupport.Mutants;

namespace SimAsync.Properties.Mutants;

/// <summary>A mistake in what a law is about.</summary>
/// <param name="Mutant">The mistake.</param>
/// <param name="Law">The law that does not hold with it: fixture and method, with a dot between.</param>
internal sealed record LawMutant(Mutant Mutant, string Law)
{
    /// <summary>One that no other suite has.</summary>
    public LawMutant(string name, string law, string file, string original, string mistake)
        : this(new Mutant(name, file, original, mistake), law)
    {
    }

    /// <summary>One that the scenarios of cancellation are to find, too.</summary>
    public LawMutant(string name, string law)
        : this(CombinatorMutants.Named(name), law)
    {
    }
}
