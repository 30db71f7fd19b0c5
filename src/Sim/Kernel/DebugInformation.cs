using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SimAsync.Kernel;

/// <summary>
/// Reads portable PDBs (embedded, or beside the assembly) to turn the state of an async method into a source line. Read only when
/// something is to be told to a person, so a run pays nothing for it.
/// </summary>
internal static class DebugInformation
{
    // "Async Method Stepping Information" of the portable PDB format's custom debug information.
    private static readonly Guid Stepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> Readers = new();

    /// <summary>Whether an assembly was built with debug information, and that is here.</summary>
    public static bool IsAtHand(Assembly assembly) => Readers.GetOrAdd(assembly, Open) is not null;

    public static SourceLine? Line(Type stateMachine, int state)
    {
        MethodInfo? moveNext = stateMachine.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        if (moveNext is null || Readers.GetOrAdd(stateMachine.Assembly, Open) is not { } reader)
        {
            return null;
        }

        var handle = (MethodDefinitionHandle)MetadataTokens.Handle(moveNext.MetadataToken);
        int? offset = YieldOffset(reader, handle, state);
        return PointAt(reader, handle, offset ?? 0);
    }

    public static SourceLine? LineAt(MethodBase method, int offset)
    {
        if (method.DeclaringType is null || Readers.GetOrAdd(method.Module.Assembly, Open) is not { } reader)
        {
            return null;
        }

        try
        {
            return PointAt(reader, (MethodDefinitionHandle)MetadataTokens.Handle(method.MetadataToken), offset);
        }
        catch (InvalidOperationException)
        {
            return null; // A dynamic method has no token.
        }
    }

    // The blob: the catch handler's offset plus one; then for each await, in the order of the states, the offsets at which it
    // yields and resumes, and the method in which it resumes.
    private static int? YieldOffset(MetadataReader reader, MethodDefinitionHandle method, int state)
    {
        foreach (CustomDebugInformationHandle handle in reader.GetCustomDebugInformation(method))
        {
            CustomDebugInformation information = reader.GetCustomDebugInformation(handle);
            if (reader.GetGuid(information.Kind) != Stepping)
            {
                continue;
            }

            BlobReader blob = reader.GetBlobReader(information.Value);
            blob.ReadUInt32();
            for (int i = 0; blob.RemainingBytes > 0; i++)
            {
                uint yield = blob.ReadUInt32();
                blob.ReadUInt32();
                blob.ReadCompressedInteger();
                if (i == state)
                {
                    return (int)yield;
                }
            }
        }

        return null;
    }

    private static SourceLine? PointAt(MetadataReader reader, MethodDefinitionHandle method, int offset)
    {
        MethodDebugInformation information = reader.GetMethodDebugInformation(method);
        SequencePoint? best = null;
        foreach (SequencePoint point in information.GetSequencePoints())
        {
            if (!point.IsHidden && (point.Offset <= offset || best is null))
            {
                best = point;
            }
        }

        return best is { } found
            ? new SourceLine(reader.GetString(reader.GetDocument(found.Document).Name), found.StartLine)
            : null;
    }

    private static MetadataReader? Open(Assembly assembly)
    {
        // The readers live as long as the process: an assembly's debug information does not change.
        try
        {
            if (assembly.IsDynamic || assembly.Location.Length == 0)
            {
                return null;
            }

            var image = new PEReader(new MemoryStream(File.ReadAllBytes(assembly.Location)));
            return image.TryOpenAssociatedPortablePdb(
                assembly.Location,
                static path => File.Exists(path) ? new MemoryStream(File.ReadAllBytes(path)) : null,
                out MetadataReaderProvider? provider,
                out _)
                ? provider?.GetMetadataReader()
                : null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
