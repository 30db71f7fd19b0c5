namespace SimAsync.Tests.FsCheck.Models;

/// <summary>Permits that may fail to be taken.</summary>
internal sealed class FailingPermitModel() : PermitModel(Mistake.Throws)
{
    public override bool MayFail(Ask command, Exception exception) => exception is InvalidDataException;
}
