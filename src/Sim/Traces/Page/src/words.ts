// What steps, places and times are called, for people. One wording, for the list, the details, the timeline and screen readers.

import type { Model, Run } from './model.js';
import type { Deed, Place, Step } from './trace.js';

/** 12,345: the same in every language of the browser, for the page is in one. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const units: readonly [number, string][] = [[864e9, 'd'], [36e9, 'h'], [6e8, 'min'], [1e7, 's'], [1e4, 'ms'], [10, 'µs'], [0.01, 'ns']];

/** A duration, given in ticks of 100 ns, in the largest unit of which it has one: "12.5 ms". */
export function time(ticks: number): string {
  if (ticks === 0) {
    return '0';
  }
  const [size, unit] = units.find(([each]) => ticks >= each) ?? units[units.length - 1]!;
  return `${Number((ticks / size).toPrecision(ticks / size >= 1000 ? 4 : 7)).toLocaleString('en-US', { maximumFractionDigits: 4 })} ${unit}`;
}

/** Cache.cs:57 */
export function place(model: Model, at: Place | undefined): string {
  return at === undefined ? '' : `${model.shortFiles[at.file]}:${at.line}`;
}

/** Whether a timer's step did nothing but make a step ready: who waits for it waits on, until that. */
export function isOnlyDue(step: Step): boolean {
  return step.kind === 'timer' && step.deeds.length === 0 && (step.awaits === undefined
    || (step.thenMethod === step.method && step.then?.file === step.at?.file && step.then?.line === step.at?.line));
}

/** "resumes Cache.Refill": what went on, without its place. */
export function turn(step: Pick<Step, 'kind' | 'method' | 'what'>): string {
  if ((step.kind === 'start' || step.kind === 'resume') && step.what === undefined) {
    return step.method === undefined ? (step.kind === 'start' ? 'starts' : 'goes on') : `${step.kind}s ${step.method}`;
  }
  return step.what ?? step.method ?? step.kind;
}

/** As {@link turn}; of a timer that a method went on from, the method, too. */
export function did(step: Step): string {
  return step.kind === 'timer' && step.method !== undefined && !isOnlyDue(step) ? `resumes ${step.method}, by the ${step.what ?? 'timer'}` : turn(step);
}

/** "awaits Lock 'cache'", "ends", "ends: cancelled"; empty if nothing is known. */
export function thereafter(run: Run, step: Step): string {
  if (step.awaits !== undefined) {
    return isOnlyDue(step) ? '' : `awaits ${step.awaits}`;
  }
  const lane = run.lanes[step.lane]!;
  if (lane.ended !== step.number) {
    return '';
  }
  return lane.outcome === undefined || lane.outcome === 'done' ? 'ends' : `ends: ${lane.outcome}`;
}

/** "Evict (Cache.cs:31)": who would have gone. */
export function insteadOf(model: Model, run: Run, step: Step): string {
  const instead = step.insteadOf!;
  const at = place(model, instead.at);
  return `${run.lanes[instead.lane]!.name} (${at === '' ? turn(instead) : at})`;
}

/** What became of the one that would have gone. */
export function fate(step: Step): string {
  const ran = step.insteadOf!.ranAs;
  return ran === undefined ? 'it never ran' : `it ran as step ${count(ran)}`;
}

export function isLog(deed: Deed): boolean {
  return deed.kind === 'logged' || deed.kind === 'warned';
}

/** The short form of a level: "warn". */
export function level(deed: Deed): string {
  if (deed.kind === 'warned') {
    return 'warn';
  }
  const known: Record<string, string> = { trace: 'trace', debug: 'debug', information: 'info', warning: 'warn', error: 'error', critical: 'crit' };
  return known[(deed.level ?? '').toLowerCase()] ?? 'log';
}

/** The whole of a step in a sentence, for the live region and the timeline. */
export function sentence(model: Model, run: Run, index: number): string {
  const step = run.steps[index]!;
  const at = place(model, step.at);
  const parts = [
    `Step ${count(step.number)}${model.runs.length > 1 ? ` of the ${run.title}` : ''}, at ${time(step.ticks)}: ${run.lanes[step.lane]!.name} ${did(step)}${at === '' ? '' : ` at ${at}`}`,
    step.insteadOf === undefined ? '' : `out of order, instead of ${insteadOf(model, run, step)}`,
    ...step.deeds.map(deed => (isLog(deed) ? `${level(deed)}: ${deed.text}` : deed.text)),
    thereafter(run, step),
  ];
  return `${parts.filter(part => part !== '').join('; ')}.`;
}
