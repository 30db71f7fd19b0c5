// The live oracle: CPython's asyncio, as WebAssembly from the npm package pyodide, behind a pipe.
//
// Its first line on stdout tells the versions: {"python": …, "pyodide": …}. From then on each line of stdin, a task graph, is
// answered by one line: its outcome and trace, or {"fault": …} if it could not be run. It ends with its input.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

const MODULES = ["virtual_time", "task_graphs"];

if (isMainThread) {
  // In a thread of its own, for a thread can be given a large stack: to cancel a long chain of awaits is a deep recursion.
  const python = new Worker(fileURLToPath(import.meta.url), { resourceLimits: { stackSizeMb: 200 } });
  python.on("message", (line) => process.stdout.write(line + "\n"));
  python.on("error", (error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    process.exit(1);
  });
  createInterface({ input: process.stdin, crlfDelay: Infinity })
    .on("line", (line) => python.postMessage(line))
    .on("close", () => python.postMessage(null));
} else {
  const { loadPyodide, version } = await import("pyodide");
  const python = await loadPyodide({ stderr: (text) => process.stderr.write(`${text}\n`) });
  for (const name of MODULES) {
    python.FS.writeFile(`/home/pyodide/${name}.py`, readFileSync(new URL(`${name}.py`, import.meta.url), "utf8"));
  }
  python.runPython("import sys; sys.path.insert(0, '/home/pyodide'); sys.setrecursionlimit(500)");
  const answer = python.pyimport("task_graphs").answer;
  parentPort.postMessage(JSON.stringify({ python: python.runPython("sys.version.split()[0]"), pyodide: version }));
  parentPort.on("message", (line) => {
    if (line === null) {
      parentPort.close();
      return;
    }
    try {
      parentPort.postMessage(answer(line));
    } catch (error) {
      parentPort.postMessage(JSON.stringify({ fault: String(error.message).slice(-2000) }));
    }
  });
}
