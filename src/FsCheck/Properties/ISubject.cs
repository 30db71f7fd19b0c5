namespace SimAsync.FsCheck.Properties;

/// <summary>What runs with each input.</summary>
internal interface ISubject<T>
{
    /// <summary>Whether no more inputs are to be tried: the test has said that it is not to run.</summary>
    bool IsOver { get; }

    /// <summary>The test of one input.</summary>
    /// <param name="make">Makes the input: each run has a copy of its own.</param>
    /// <param name="judge">Is told what each run came to.</param>
    Func<Coroutine<object?>> Begin(Func<T> make, Judge judge);
}
