using FsCheck;
using FsCheck.Fluent;
using SimAsync.FsCheck.Models;

namespace SimAsync.Tests.FsCheck.Models;

/// <summary>Permits that are taken, which waits until there is one, and given back. What is done wrong is a parameter.</summary>
internal class PermitModel(PermitModel.Mistake mistake = PermitModel.Mistake.None, bool isStrict = false) : ConcurrentModel<PermitModel.Permits, int, PermitModel.Ask, bool>
{
    internal enum Mistake
    {
        None,
        ForgetsWaiter,
        KeepsPermitOfCancelled,
        Throws,
        CancelsUnasked,
    }

    internal enum Ask
    {
        Take,
        TryTake,
        Give,
    }

    public int Disposed { get; private set; }

    public int Created { get; private set; }

    public override int Initial => 1;

    public override Permits CreateSystem()
    {
        Created++;
        return new Permits(mistake, () => Disposed++);
    }

    public override Gen<Ask> Next(int state) => Gen.Elements(Ask.Take, Ask.TryTake, Ask.Give);

    // Nobody gives back what was not taken. There are two at most.
    public override bool Precondition(int state, Ask command) => command != Ask.Give || state < 2;

    public override Task<bool> Run(Permits system, Ask command, CancellationToken cancellationToken) => system.Do(command, cancellationToken);

    public override bool MayHaveHappened(Ask command, OperationEnd end) => !isStrict || end != OperationEnd.Cancelled;

    public override IReadOnlyList<(int State, bool Result)> Outcomes(int state, Ask command) => command switch
    {
        Ask.Give => state == 2 ? throw new InvalidOperationException("A third permit.") : [(state + 1, true)],
        _ when state > 0 => [(state - 1, true)],
        Ask.TryTake => [(state, false)],
        _ => [],
    };

    internal sealed class Permits(Mistake mistake, Action disposed) : IDisposable
    {
        private readonly Queue<TaskCompletionSource> waiting = [];
        private int free = 1;

        public async Task<bool> Do(Ask ask, CancellationToken token)
        {
            await Task.Yield();
            switch (ask)
            {
                case Ask.Give:
                    Give();
                    return true;
                case Ask.TryTake:
                    return free > 0 && free-- > 0;
                default:
                    return await Take(token);
            }
        }

        public void Dispose() => disposed();

        private void Give()
        {
            while (waiting.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            free++;
        }

        private async Task<bool> Take(CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            bool seen = free > 0;
            if (mistake == Mistake.ForgetsWaiter)
            {
                await Task.Yield();
            }

            if (!seen)
            {
                switch (mistake)
                {
                    case Mistake.Throws:
                        throw new InvalidDataException("no permit");
                    case Mistake.CancelsUnasked:
                        throw new OperationCanceledException();
                    default:
                        break;
                }

                var turn = new TaskCompletionSource();
                waiting.Enqueue(turn);
                using (token.Register(() => turn.TrySetCanceled(token)))
                {
                    await turn.Task;
                }
            }
            else if (free > 0)
            {
                free--;
            }

            if (mistake == Mistake.KeepsPermitOfCancelled)
            {
                await Task.Delay(5, token);
            }

            return true;
        }
    }
}
