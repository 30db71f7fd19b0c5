using SimAsync.TestSupport.Mutants;

namespace SimAsync.Properties.Mutants;

/// <summary>A mistake in what a law is about.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Law">The law that does not hold with it: fixture and method, with a dot between.</param>
/// <param name="File">As for <see cref="Mutant"/>.</param>
/// <param name="Original">As for <see cref="Mutant"/>.</param>
/// <param name="Mistake">As for <see cref="Mutant"/>.</param>
internal sealed record LawMutant(string Name, string Law, string File, string Original, string Mistake) : Mutant(Name, File, Original, Mistake);
