using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using SimAsync.Kernel;

namespace SimAsync.Interop;

/// <summary>
/// Looks through the code of assemblies for calls that ask the real world for what differs from run to run. They raise nothing that could be heard while they run, so
/// they are read from the compiled code, whether it ever runs or not.
/// </summary>
internal static class RealWorldReads
{
    private const string Clock = "take a TimeProvider, and pass Sim.TimeProvider in the test";
    private const string Chance = "take what is random as a parameter, and pass what Sim.Random gives in the test";
    private const string RealTime = "it takes real time, which the simulation cannot hold: await Task.Delay";

    private static readonly Dictionary<(string Type, string Member), string> Known = new()
    {
        [("System.DateTime", "get_Now")] = Clock,
        [("System.DateTime", "get_UtcNow")] = Clock,
        [("System.DateTime", "get_Today")] = Clock,
        [("System.DateTimeOffset", "get_Now")] = Clock,
        [("System.DateTimeOffset", "get_UtcNow")] = Clock,
        [("System.Environment", "get_TickCount")] = Clock,
        [("System.Environment", "get_TickCount64")] = Clock,
        [("System.Diagnostics.Stopwatch", ".ctor")] = Clock,
        [("System.Diagnostics.Stopwatch", "StartNew")] = Clock,
        [("System.Diagnostics.Stopwatch", "GetTimestamp")] = Clock,
        [("System.Guid", "NewGuid")] = Chance,
        [("System.Guid", "CreateVersion7")] = Chance,
        [("System.Random", ".ctor")] = Chance,
        [("System.Random", "get_Shared")] = Chance,
        [("System.IO.Path", "GetRandomFileName")] = Chance,
        [("System.Security.Cryptography.RandomNumberGenerator", "GetBytes")] = Chance,
        [("System.Security.Cryptography.RandomNumberGenerator", "GetInt32")] = Chance,
        [("System.Security.Cryptography.RandomNumberGenerator", "Fill")] = Chance,
        [("System.Threading.Thread", "Sleep")] = RealTime,
    };

    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<RealWorldRead>> Found = new();
    private static readonly OperandType[] Short = new OperandType[256];
    private static readonly OperandType[] Long = new OperandType[256];

    static RealWorldReads()
    {
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            (code.Size == 1 ? Short : Long)[code.Value & 0xFF] = code.OperandType;
        }
    }

    /// <summary>The places in an assembly, and in those that it refers to and that were built with debug information, as a user's own are. In order of the source.</summary>
    public static IReadOnlyList<RealWorldRead> In(Assembly assembly) => Found.GetOrAdd(assembly, static assembly =>
    [
        .. Users(assembly).SelectMany(Look).Distinct().OrderBy(static read => read.At?.File, StringComparer.Ordinal).ThenBy(static read => read.At?.Line),
    ]);

    private static IEnumerable<Assembly> Users(Assembly first)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var left = new Queue<Assembly>([first]);
        while (left.TryDequeue(out Assembly? assembly))
        {
            yield return assembly;
            foreach (AssemblyName name in assembly.GetReferencedAssemblies())
            {
                if (seen.Add(name.FullName) && Load(name) is { } referred && !SourceCode.IsFrameworks(referred) && !SourceCode.IsTestFrameworks(referred) && referred != typeof(SimLoop).Assembly && DebugInformation.IsAtHand(referred))
                {
                    left.Enqueue(referred);
                }
            }
        }
    }

    private static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<RealWorldRead> Look(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.Location.Length == 0)
        {
            yield break;
        }

        using var image = new PEReader(new MemoryStream(File.ReadAllBytes(assembly.Location)));
        MetadataReader metadata = image.GetMetadataReader();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            foreach ((int offset, EntityHandle called) in Calls(image.GetMethodBody(method.RelativeVirtualAddress).GetILReader()))
            {
                if (NameOf(metadata, called) is { } name && Known.TryGetValue(name, out string? mend))
                {
                    MethodBase? caller = assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle));
                    yield return new RealWorldRead(
                        What(name), caller is null ? "?" : Describer.Method(caller), caller is null ? null : Describer.LineAt(caller, offset), mend);
                }
            }
        }
    }

    private static string What((string Type, string Member) name)
    {
        string type = name.Type[(name.Type.LastIndexOf('.') + 1)..];
        return name.Member == ".ctor" ? $"new {type}()" : $"{type}.{name.Member.Replace("get_", "", StringComparison.Ordinal)}";
    }

    // Each call, and where in the method it stands.
    private static IEnumerable<(int Offset, EntityHandle Called)> Calls(BlobReader il)
    {
        var calls = new List<(int, EntityHandle)>();
        while (il.RemainingBytes > 0)
        {
            int offset = il.Offset;
            byte first = il.ReadByte();
            OperandType operand = first == 0xFE ? Long[il.ReadByte()] : Short[first];
            switch (operand)
            {
                case OperandType.InlineMethod:
                    EntityHandle called = MetadataTokens.EntityHandle(il.ReadInt32());
                    calls.Add((offset, called));
                    break;
                case OperandType.InlineSwitch:
                    int targets = il.ReadInt32();
                    il.Offset += targets * 4;
                    break;
                default:
                    il.Offset += SizeOf(operand);
                    break;
            }
        }

        return calls;
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static (string Type, string Member)? NameOf(MetadataReader metadata, EntityHandle called)
    {
        if (called.Kind == HandleKind.MethodSpecification)
        {
            called = metadata.GetMethodSpecification((MethodSpecificationHandle)called).Method;
        }

        if (called.Kind != HandleKind.MemberReference)
        {
            return null;
        }

        MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)called);
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        string name = metadata.GetString(member.Name);
        BlobReader signature = metadata.GetBlobReader(member.Signature);
        SignatureHeader header = signature.ReadSignatureHeader();
        int parameters = header.Kind == SignatureKind.Method ? signature.ReadCompressedInteger() : 0;
        string typeName = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

        // A generator that is given its seed gives the same numbers each time.
        return typeName == "System.Random" && name == ".ctor" && parameters > 0 ? null : (typeName, name);
    }
}
