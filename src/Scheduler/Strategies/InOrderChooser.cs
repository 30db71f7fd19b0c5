namespace SimAsync.Scheduler;

/// <summary>Always the first: the order of CPython's <c>BaseEventLoop._run_once</c>.</summary>
internal sealed class InOrderChooser : IChooser
{
    public static readonly InOrderChooser Instance = new();

    public bool InPasses => true;

    public int Choose(ReadOnlySpan<Step> ready) => 0;

    public int Choose(int count) => 0;

    public int Weigh(double probability, int count) => 0;
}
