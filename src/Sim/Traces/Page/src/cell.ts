// What the list says about a step: a line, and below it what went out of order, what it did, and what it logged.

import { h, marked } from './dom.js';
import type { Run } from './model.js';
import type { State } from './state.js';
import type { Deed, Step } from './trace.js';
import { fate, insteadOf, isLog, isOnlyDue, level, place, plural, thereafter, time, turn } from './words.js';

// More of one step's logs are in the details.
const mostLogs = 4;

/** How many lines there are below the first. */
export function extraLines(step: Step): number {
  const logs = step.deeds.reduce((sum, deed) => sum + (isLog(deed) ? 1 : 0), 0);
  return (step.insteadOf === undefined ? 0 : 1) + (step.deeds.some(deed => isTold(step, deed)) ? 1 : 0) + Math.min(logs, mostLogs + 1);
}

// That its own lane ended is said in the first line.
function isTold(step: Step, deed: Deed): boolean {
  return !isLog(deed) && !(deed.kind === 'ended' && deed.lane === step.lane);
}

export function fillCell(cell: HTMLElement, state: State, run: Run, index: number): void {
  const { model, words } = state;
  const step = run.steps[index]!;
  const lane = run.lanes[step.lane]!;
  const after = thereafter(run, step);
  const resumed = step.kind === 'timer' && step.method !== undefined && !isOnlyDue(step);
  const at = place(model, step.at);
  // Where it went on may be a helper that many use; who awaits it says in whose service.
  const [caller] = step.callers;
  cell.append(h('div', { class: 'line' },
    h('span', { class: 'time' }, time(step.ticks)),
    h('span', { class: 'lane', title: `${lane.path} ${lane.name}`, '--hue': run.tracks[run.trackOf[step.lane]!]!.hue }, ...marked(lane.name, words)),
    h('span', { class: 'turn' }, ...marked(resumed ? `resumes ${step.method} by timer` : turn(step), words)),
    at !== '' && h('span', { class: 'place', title: model.trace.files[step.at!.file] }, ...marked(at, words)),
    caller !== undefined && h('span', { class: 'caller' }, 'in ', ...marked(`${caller.method} ${place(model, caller.at)}`, words)),
    after !== '' && h('span', { class: step.awaits === undefined ? 'after end' : 'after' }, '→ ', ...marked(after.replace(/^awaits /, ''), words)),
  ));
  if (step.insteadOf !== undefined) {
    cell.append(h('div', { class: 'line sub out' }, h('b', null, 'out of order'), ` instead of ${insteadOf(model, run, step)}; ${fate(step)}`));
  }
  const deeds = step.deeds.filter(deed => isTold(step, deed));
  if (deeds.length > 0) {
    cell.append(h('div', { class: 'line sub' }, ...marked(deeds.map(deed => deed.text).join(' · '), words)));
  }
  const logs = step.deeds.filter(isLog);
  for (const log of logs.length > mostLogs + 1 ? logs.slice(0, mostLogs) : logs) {
    cell.append(h('div', { class: `line sub log ${level(log)}` }, h('span', { class: 'level' }, level(log)), ...marked(log.text.replace(/\s+/g, ' '), words)));
  }
  if (logs.length > mostLogs + 1) {
    cell.append(h('div', { class: 'line sub' }, `and ${plural(logs.length - mostLogs, 'more log')}`));
  }
}
