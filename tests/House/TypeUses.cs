using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SimAsync.Tests.House;

/// <summary>
/// Every type that a type refers to: bases, interfaces, constraints, attributes, fields, signatures, locals, handlers and
/// the operands of its IL. What the compiler nests in a type (state machines, closures) counts as the type's own.
/// </summary>
internal static class TypeUses
{
    /// <summary>The types that <paramref name="type"/> and those nested in it refer to, each by its outermost type; with repetitions.</summary>
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Raw(type).SelectMany(Elements).Select(Outermost);

    /// <summary>The type in which <paramref name="type"/> is nested, or itself.</summary>
    public static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static IEnumerable<TypeReference?> Raw(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(Attributes),
        .. type.Events.SelectMany(Attributes),
        .. type.Methods.SelectMany(OfMethod),
        .. type.NestedTypes.SelectMany(Raw),
    ];

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Constraints(method),
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(Attributes),
        .. method.Overrides.SelectMany(Member),
        .. method.HasBody ? OfBody(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> OfBody(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        MemberReference member => Member(member),
        CallSite site => Signature(site),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Member(MemberReference member) => member switch
    {
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. method.GenericArguments, .. Member(method.ElementMethod)],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        _ => [member.DeclaringType],
    };

    private static IEnumerable<TypeReference?> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments
            .Concat(attribute.Properties.Select(named => named.Argument))
            .Concat(attribute.Fields.Select(named => named.Argument))
            .Select(argument => argument.Value as TypeReference)
            .Append(attribute.AttributeType));

    /// <summary>Takes arrays, references, pointers and generic instances apart, down to types with a name.</summary>
    private static IEnumerable<TypeReference> Elements(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Elements).Concat(Elements(generic.ElementType)),
        FunctionPointerType pointer => Signature(pointer).SelectMany(Elements),
        IModifierType modified => Elements(modified.ModifierType).Concat(Elements(modified.ElementType)),
        TypeSpecification specification => Elements(specification.ElementType),
        _ => [type],
    };
}
