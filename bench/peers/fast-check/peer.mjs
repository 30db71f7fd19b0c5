// 10 async functions, each awaiting 10 scheduled promises that are resolved already, under fast-check's scheduler: an
// asynchronous property over fc.scheduler(), so every run has an order of its own, drawn from the run's seed. Prints runs a second.
import fc from 'fast-check';

const TASKS = 10;
const AWAITS = 10;
const WARM_UP_MS = 500;
const MEASURE_MS = Number(process.argv[2] ?? 1000);
let done = 0;

async function task(scheduler) {
  for (let i = 0; i < AWAITS; i++) {
    await scheduler.schedule(Promise.resolve(i));
  }
  done++;
}

const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
  for (let i = 0; i < TASKS; i++) {
    task(scheduler);
  }
  await scheduler.waitAll();
});

async function runFor(milliseconds) {
  const batch = 100;
  const start = performance.now();
  let runs = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    await fc.assert(property, { numRuns: batch, seed: runs });
    runs += batch;
    elapsed = performance.now() - start;
  }
  return [runs, elapsed];
}

await runFor(WARM_UP_MS);
done = 0;
const [runs, elapsed] = await runFor(MEASURE_MS);
if (done !== runs * TASKS) {
  console.error(`Only ${done} of ${runs * TASKS} tasks came to their end: the runs were not whole.`);
  process.exit(1);
}
console.log((runs / elapsed * 1000).toFixed(1));
