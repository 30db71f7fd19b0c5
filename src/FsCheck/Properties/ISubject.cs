namespace SimAsync.FsCheck.Properties;

/// <summary>What runs with each input.</summary>
internal interface ISubject<T>
{
    /// <summary>Whether no more inputs are to be tried: the test has said that it is not to run.</summary>
    bool IsOver { get; }

    /// <summary>The test of one input, and how it is explored.</summary>
    /// <param name="make">Makes the input: each run has a copy of its own.</param>
    /// <param name="judge">Is told what each run came to.</param>
    /// <param name="options">How it is to be explored, as far as that does not hang on the subject.</param>
    (Func<Coroutine<object?>> Test, ExploreOptions Options) Begin(Func<T> make, Judge judge, ExploreOptions options);
}
