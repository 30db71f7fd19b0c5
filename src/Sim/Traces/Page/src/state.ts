// What the reader has chosen, and which steps that leaves. Everything that draws listens to it.

import type { Model, Run } from './model.js';
import { did, isLog, level, place } from './words.js';

export type View = 'both' | 'first' | 'second';
export type AxisKind = 'steps' | 'time';

/** A step of a run; both from 0. */
export interface Selected { side: number; index: number }

export interface Choices {
  view: View; axis: AxisKind; query: string; lane: string; outOfOrder: boolean; logs: boolean; selected: Selected;
  /** Whether the timeline leaves out lanes that have no step in sight. */
  inSight: boolean;
}

// What decides which steps are looked for, and among which.
export const filters: readonly (keyof Choices)[] = ['query', 'lane', 'outOfOrder', 'logs', 'view'];

// More rows than this do not fit.
const manyTracks = 14;

type Listener = (changed: ReadonlySet<keyof Choices>) => void;

export class State {
  private readonly listeners: Listener[] = [];
  private readonly texts: string[][] = [];
  private now: Choices;

  /** By side, and by step: 1 if it is one of those that are looked for. */
  matches: Uint8Array[] = [];

  /** How many those are, in the runs that are looked at. */
  found = 0;

  /** The words that are looked for, in lower case. */
  words: string[] = [];

  constructor(readonly model: Model) {
    this.now = { view: model.runs.length > 1 ? 'both' : 'first', axis: 'steps', query: '', lane: '', outOfOrder: false, logs: false, selected: model.focus, inSight: model.runs.some(run => run.tracks.length > manyTracks) };
    this.filter();
  }

  get choices(): Readonly<Choices> {
    return this.now;
  }

  /** The runs that are looked at. */
  get runs(): Run[] {
    return this.now.view === 'both' ? this.model.runs : [this.model.runs[this.now.view === 'first' ? 0 : 1]!];
  }

  /** All that went out of order in the runs that are looked at; where both agree, once. */
  get deviations(): Selected[] {
    const shared = this.runs.length > 1 ? this.model.agree : 0;
    return this.runs.flatMap((run, i) => run.deviations.filter(index => i === 0 || index >= shared).map(index => ({ side: run.side, index }))).sort((a, b) => a.index - b.index || a.side - b.side);
  }

  get isFiltered(): boolean {
    return this.words.length > 0 || this.now.lane !== '' || this.now.outOfOrder || this.now.logs;
  }

  get run(): Run {
    return this.model.runs[this.now.selected.side]!;
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(choices: Partial<Choices>): void {
    const changed = new Set((Object.keys(choices) as (keyof Choices)[]).filter(name => choices[name] !== this.now[name]));
    if (changed.size === 0) {
      return;
    }
    this.now = { ...this.now, ...choices };
    if (changed.has('view') && !this.runs.includes(this.run)) {
      const side = this.runs[0]!.side;
      this.now.selected = { side, index: Math.min(this.now.selected.index, this.model.runs[side]!.steps.length - 1) };
      changed.add('selected');
    }
    if (filters.some(name => changed.has(name))) {
      this.filter();
    }
    this.listeners.forEach(listener => listener(changed));
  }

  select(side: number, index: number): void {
    const run = this.model.runs[side];
    if (run === undefined || index < 0 || index >= run.steps.length) {
      return;
    }
    const { selected, view } = this.now;
    if (selected.side !== side || selected.index !== index) {
      // A link may lead into a run that is not looked at.
      this.set({ selected: { side, index }, view: view === 'both' || this.runs.includes(run) ? view : 'both' });
    }
  }

  /** The next step in a direction that fulfils a condition, of the selected one's run; nothing if there is none. */
  seek(direction: 1 | -1, holds: (run: Run, index: number) => boolean): void {
    const { side, index } = this.now.selected;
    for (let i = index + direction; i >= 0 && i < this.run.steps.length; i += direction) {
      if (holds(this.run, i)) {
        this.select(side, i);
        return;
      }
    }
  }

  isMatch(run: Run, index: number): boolean {
    return this.matches[run.side]![index] === 1;
  }

  private filter(): void {
    const { query, lane, outOfOrder, logs } = this.now;
    this.words = query.toLowerCase().split(/\s+/).filter(word => word !== '');
    this.matches = this.model.runs.map(run => {
      const match = new Uint8Array(run.steps.length);
      const texts = this.words.length === 0 ? [] : this.textsOf(run);
      run.steps.forEach((step, i) => {
        const holds = (lane === '' || run.lanes[step.lane]!.path === lane) && (!outOfOrder || step.insteadOf !== undefined)
          && (!logs || step.deeds.some(isLog)) && this.words.every(word => texts[i]!.includes(word));
        match[i] = holds ? 1 : 0;
      });
      return match;
    });
    this.found = this.runs.reduce((sum, run) => sum + this.matches[run.side]!.reduce((a, b) => a + b, 0), 0);
  }

  // All of a step's texts in one, in lower case. Made when something is first looked for.
  private textsOf(run: Run): string[] {
    return (this.texts[run.side] ??= run.steps.map(step => {
      const lane = run.lanes[step.lane]!;
      const { model } = this;
      return [
        lane.name, lane.path, did(step), step.what, place(model, step.at), model.codeAt(step.at), step.awaits, step.thenMethod, place(model, step.then), model.codeAt(step.then),
        ...[...step.callers, ...step.thenCallers].map(frame => `${frame.method} ${place(model, frame.at)} ${model.codeAt(frame.at) ?? ''}`),
        step.insteadOf === undefined ? '' : `out of order ${run.lanes[step.insteadOf.lane]!.name}`,
        ...step.deeds.map(deed => (isLog(deed) ? `${level(deed)} ${deed.level ?? ''} ${deed.category ?? ''} ${deed.text}` : deed.text)),
      ].join('\n').toLowerCase();
    }));
  }
}
