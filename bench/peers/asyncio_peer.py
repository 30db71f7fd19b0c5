"""10 coroutines, each awaiting asyncio.sleep(0) ten times. Prints runs a second: of asyncio.run, which makes a loop for each
run as a test does, and of one loop that is kept."""

import asyncio
import sys
import time

TASKS = 10
AWAITS = 10
WARM_UP_SECONDS = 0.3
MEASURE_SECONDS = float(sys.argv[1]) / 1000 if len(sys.argv) > 1 else 1.0


async def task():
    for _ in range(AWAITS):
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(*[task() for _ in range(TASKS)])


def run_for(seconds, run_once):
    start = time.perf_counter()
    runs = 0
    elapsed = 0.0
    while elapsed < seconds:
        for _ in range(20):
            run_once()
        runs += 20
        elapsed = time.perf_counter() - start
    return runs / elapsed


def measure(run_once):
    run_for(WARM_UP_SECONDS, run_once)
    return run_for(MEASURE_SECONDS, run_once)


fresh = measure(lambda: asyncio.run(main()))
loop = asyncio.new_event_loop()
kept = measure(lambda: loop.run_until_complete(main()))
loop.close()
print(f"{fresh:.1f} {kept:.1f}")
