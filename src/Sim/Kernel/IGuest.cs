namespace SimAsync.Kernel;

/// <summary>A thread that does not drive the loop but may be lent the turn: one step runs on it, and then it gives the turn back.</summary>
internal interface IGuest
{
    /// <summary>Lets the thread go on. It has the turn from now.</summary>
    void Grant();
}
