namespace SimAsync.TestSupport;

/// <summary>Where the checked-in files are, for the tests that look after the repository itself.</summary>
public static class Repository
{
    /// <summary>The folder with SimAsync.sln, found upwards from where the tests run.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SimAsync.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has SimAsync.sln: run the tests from their build in the repository.");
    }
}
