namespace SimAsync.Tests.Apis;

/// <summary>One API in a program that races: with every outcome that it can have, at its virtual time.</summary>
/// <param name="Name">The API.</param>
/// <param name="Program">The program; it returns what happened, in order. Given the time provider to use, or null for the APIs without one.</param>
/// <param name="TakesTimeProvider">Whether it can be given a time provider; if so it is tried both ways.</param>
/// <param name="Outcomes">What happened, and at which millisecond of virtual time the program ended: "a b @10".</param>
internal sealed record ApiRow(string Name, Func<TimeProvider?, Task<string>> Program, bool TakesTimeProvider, params string[] Outcomes)
{
    public ApiRow(string name, Func<Task<string>> program, params string[] outcomes)
        : this(name, _ => program(), false, outcomes)
    {
    }

    public static IEnumerable<TestCaseData> Cases(IEnumerable<ApiRow> rows) => rows.SelectMany(static row => row.TakesTimeProvider
        ? [Case(row, row.Name, given: false), Case(row, $"{row.Name}, given a time provider", given: true)]
        : (IEnumerable<TestCaseData>)[Case(row, row.Name, given: false)]);

    private static TestCaseData Case(ApiRow row, string name, bool given) => new TestCaseData(row, given).SetArgDisplayNames(name);
}
