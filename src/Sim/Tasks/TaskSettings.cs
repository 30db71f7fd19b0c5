using System.Runtime.InteropServices;

namespace SimAsync.Tasks;

/// <summary>What a task is made with beside its coroutine.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TaskSettings(string? Name = null, ExecutionContext? Context = null, bool Eager = false);
