using SimAsync.Kernel;

namespace SimAsync.Tasks;

/// <summary>CPython's <c>to_thread</c> and <c>run_coroutine_threadsafe</c>.</summary>
internal static class Threads
{
    /// <summary>
    /// Runs a function in a step of its own, in a copy of the caller's context, as a worker of an idle pool would: no coroutine is
    /// suspended in its middle. Its result comes once its duration has passed.
    /// </summary>
    public static async Coroutine<T> ToThread<T>(Func<T> function, TimeSpan duration)
    {
        SimLoop loop = SimLoop.Require("Sim.ToThread");
        var work = new ThreadWork<T>(loop, function, duration);
        return await work;
    }

    /// <summary>Makes a task of a coroutine on a loop that this thread does not run.</summary>
    public static Task<T> RunThreadsafe<T>(Coroutine<T> coroutine, SimLoop loop)
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.CallSoonThreadsafe(() =>
        {
            SimTask<T> task;
            try
            {
                task = TaskMaker.Create(loop, coroutine, null, null, null);
            }
            catch (Exception e)
            {
                source.TrySetException(e);
                throw;
            }

            task.AddCallback(new Deliver<T>(loop, source));
        });
        return source.Task;
    }

    /// <summary>Copies a future's end into a task completion source.</summary>
    public static void Copy<T>(SimFuture<T> future, TaskCompletionSource<T> source)
    {
        if (future.IsCancelled)
        {
            source.TrySetCanceled();
        }
        else if (future.TakeError() is { } error)
        {
            source.TrySetException(error);
        }
        else
        {
            source.TrySetResult(future.Result);
        }
    }

    /// <summary>CPython's <c>wrap_future</c>: a future that ends as a plain task does. Cancelling it leaves the task alone, which has no such thing.</summary>
    public static SimFuture<T> Wrap<T>(Task task, Func<T> result, SimLoop loop)
    {
        var future = new WrappedTask<T>(loop);
        void Finish()
        {
            if (future.IsDone)
            {
                return;
            }

            if (task.IsCanceled)
            {
                future.CancelSelf(null);
            }
            else if (task.Exception is { } failed)
            {
                future.SetException(failed.InnerExceptions.Count == 1 ? failed.InnerException! : failed);
            }
            else
            {
                future.SetResult(result());
            }
        }

        if (task.IsCompleted)
        {
            Finish();
        }
        else
        {
            // In the loop's context, wherever this is called: whatever completes the task inside the simulation comes back as a step, and does
            // not go to the thread pool.
            SynchronizationContext? own = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(loop.Context);
            task.GetAwaiter().UnsafeOnCompleted(() =>
            {
                if (ReferenceEquals(SimLoop.Current, loop))
                {
                    Finish();
                }
                else
                {
                    loop.PostForeign(Finish, static () => "another thread completed a plain Task that was wrapped as a SimFuture");
                }
            });
            SynchronizationContext.SetSynchronizationContext(own);
        }

        return future;
    }

    private sealed class WrappedTask<T>(SimLoop loop) : SimFuture<T>(loop), IOutsideWait
    {
        internal override string Describe() => "a plain Task";
    }

    private sealed class Deliver<T>(SimLoop loop, TaskCompletionSource<T> source) : Bookkeeper(loop)
    {
        protected override void Done(SimFuture future) => Copy((SimFuture<T>)future, source);
    }

    private sealed class ThreadWork<T> : SimFuture<T>, IWork
    {
        private readonly Func<T> function;
        private readonly TimeSpan duration;
        private readonly ExecutionContext? context = ExecutionContext.Capture();
        private readonly TaskPath owner;
        private T? result;
        private Exception? thrown;

        public ThreadWork(SimLoop loop, Func<T> function, TimeSpan duration)
            : base(loop)
        {
            (this.function, this.duration) = (function, duration);
            owner = loop.CurrentPath;
            loop.Ready(this, null, owner.Hash);
        }

        public long TimerNumber { get; set; }

        public void Run(object? argument)
        {
            // Cancelled before a worker took it up: as with a pending work item of an executor, it never runs.
            if (IsDone)
            {
                return;
            }

            Call();
            if (duration <= TimeSpan.Zero)
            {
                Finish();
            }
            else
            {
                Loop.Arm(this, Loop.After(duration.Ticks));
            }
        }

        public void Due() => Finish();

        string IWork.Describe(object? argument) => $"{owner} thread {Describer.Method(function.Method)}";

        internal override string Describe() => $"the thread of {Describer.Method(function.Method)}";

        private void Call()
        {
            Loop.CurrentPath = owner;
            Loop.Enter(context);
            SynchronizationContext? own = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null); // A worker thread has none.
            try
            {
                result = function();
            }
            catch (Exception e)
            {
                thrown = e;
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(own);
                Loop.SeeContext();
            }
        }

        private void Finish()
        {
            if (IsDone)
            {
                return;
            }

            if (thrown is not null)
            {
                SetException(thrown);
            }
            else
            {
                SetResult(result!);
            }
        }
    }
}
