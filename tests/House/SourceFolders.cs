using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SimAsync.Tests.House;

/// <summary>Which source folder each type of an assembly comes from, as its embedded PDB says.</summary>
internal static class SourceFolders
{
    // The PDB names the documents of a type without method bodies (an interface, an enum) in a record of this kind.
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>By the metadata token of each outermost type: the first folders below <paramref name="root"/> ("" for the root itself).</summary>
    /// <param name="assembly">The path of an assembly with an embedded PDB.</param>
    /// <param name="root">For example "src/Sim".</param>
    public static IReadOnlyDictionary<int, IReadOnlySet<string>> Read(string assembly, string root)
    {
        using PEReader image = new(File.OpenRead(assembly));
        DebugDirectoryEntry entry = image.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        MetadataReader metadata = image.GetMetadataReader();
        MetadataReader symbols = provider.GetMetadataReader();

        Dictionary<int, IReadOnlySet<string>> folders = [];
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            int token = MetadataTokens.GetToken(Outermost(metadata, handle));
            if (!folders.TryGetValue(token, out IReadOnlySet<string>? known))
            {
                folders[token] = known = new HashSet<string>();
            }

            foreach (DocumentHandle document in Documents(metadata, symbols, handle))
            {
                string path = symbols.GetString(symbols.GetDocument(document).Name);
                if (FolderOf(path, root) is { } folder)
                {
                    ((HashSet<string>)known).Add(folder);
                }
            }
        }

        return folders;
    }

    /// <summary>The first folder below <paramref name="root"/>, "" for a file in it, null for a file elsewhere or a generated one.</summary>
    public static string? FolderOf(string path, string root)
    {
        string unix = path.Replace('\\', '/');
        int start = unix.LastIndexOf($"/{root}/", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string[] parts = unix[(start + root.Length + 2)..].Split('/');
        string folder = parts.Length == 1 ? "" : parts[0];
        return folder is "obj" ? null : folder;
    }

    private static TypeDefinitionHandle Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        while (metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
        {
            handle = outer;
        }

        return handle;
    }

    private static IEnumerable<DocumentHandle> Documents(MetadataReader metadata, MetadataReader symbols, TypeDefinitionHandle handle)
    {
        foreach (MethodDefinitionHandle method in metadata.GetTypeDefinition(handle).GetMethods())
        {
            MethodDebugInformation information = symbols.GetMethodDebugInformation(method);
            if (information.SequencePointsBlob.IsNil)
            {
                continue;
            }

            foreach (SequencePoint point in information.GetSequencePoints())
            {
                yield return point.Document;
            }
        }

        foreach (CustomDebugInformationHandle custom in symbols.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation information = symbols.GetCustomDebugInformation(custom);
            if (symbols.GetGuid(information.Kind) != TypeDefinitionDocuments)
            {
                continue;
            }

            BlobReader blob = symbols.GetBlobReader(information.Value);
            while (blob.RemainingBytes > 0)
            {
                yield return MetadataTokens.DocumentHandle(blob.ReadCompressedInteger());
            }
        }
    }
}
