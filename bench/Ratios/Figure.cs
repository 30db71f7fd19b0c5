namespace SimAsync.Bench.Ratios;

/// <summary>One thing that is measured. It reports one line under its own name, and others that begin with it.</summary>
internal abstract class Figure
{
    public abstract string Name { get; }

    public abstract void Measure(Harness harness, Report report);
}
