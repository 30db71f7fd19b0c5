// The document of docs/trace-format.md, and what a reader of it checks: nothing after this fails for what the data says.

export interface Place { file: number; line: number }
/** A method that awaits another. */
export interface Frame { method: string; at?: Place }

export interface Code { file: number; line: number; text: string }

export interface Failure {
  type: string; message: string; finding?: string; replayCode?: string; replay?: string; agree?: number; why?: string;
}

export type LaneKind = 'task' | 'method' | 'callbacks';

export interface Lane {
  path: string; name: string; kind: LaneKind; parent?: number; begun?: number; ended?: number; outcome?: string;
}

export type StepKind = 'start' | 'resume' | 'timer' | 'callback' | 'bookkeeping';

export interface Instead { lane: number; kind: StepKind; method?: string; at?: Place; callers: Frame[]; what?: string; ranAs?: number }

/** A kind that the page does not know is told by its text alone. */
export type DeedKind = 'began' | 'ended' | 'ran' | 'cancelled' | 'took' | 'released' | 'chose' | 'logged' | 'warned' | (string & {});

export interface Deed { kind: DeedKind; text: string; lane?: number; level?: string; category?: string }

export interface Step {
  number: number; ticks: number; lane: number; kind: StepKind; method?: string; at?: Place; callers: Frame[]; what?: string;
  awaits?: string; thenMethod?: string; then?: Place; thenCallers: Frame[]; ready: number; wokenBy?: number; insteadOf?: Instead; deeds: Deed[];
}

export interface Wait { lane?: number; who: string; for: string; heldBy: string[]; method?: string; at?: Place; since?: number }

export interface RunData { failed: boolean; outcome: string; ticks: number; lanes: Lane[]; steps: Step[]; waits: Wait[] }

export interface Trace { format: string; title?: string; failure?: Failure; runs: RunData[]; files: string[]; code: Code[] }

/** The data is no trace; the message says where and why, for a person. */
export class TraceError extends Error {}

const version = 'simasync.trace/1';
const laneKinds = new Set(['task', 'method', 'callbacks']);
const stepKinds = new Set(['start', 'resume', 'timer', 'callback', 'bookkeeping']);

type Fields = Record<string, unknown>;

/** Reads a document, with what may be missing filled in. */
export function readTrace(text: string): Trace {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    throw new TraceError(text.trim() === '' ? 'there is no data in this file' : `the data is not JSON: ${(e as Error).message}`);
  }
  return new Reader().document(data);
}

class Reader {
  // Where in the document the reader is. Texts of it are only made if something is wrong.
  private readonly at: (string | number)[] = [];
  private files = 0;

  document(data: unknown): Trace {
    const d = this.object(data);
    this.need(d.format === version, 'format', `this page reads ${version}, found ${JSON.stringify(d.format) ?? 'nothing'}`);
    this.text(d, 'title', true);
    const files = this.list(d, 'files');
    this.each('files', files, file => this.need(typeof file === 'string', null, 'a text is needed'));
    this.files = files.length;
    this.each('code', this.list(d, 'code'), code => {
      const c = this.object(code);
      this.place(c);
      this.text(c, 'text');
    });
    const runs = this.list(d, 'runs');
    this.need(runs.length === 1 || runs.length === 2, 'runs', `one or two are needed, found ${runs.length}`);
    this.each('runs', runs, run => this.run(this.object(run)));
    d.failure ??= undefined;
    if (d.failure !== undefined) {
      this.inside('failure', () => {
        const f = this.object(d.failure);
        this.text(f, 'type');
        this.text(f, 'message');
        for (const name of ['finding', 'replayCode', 'replay', 'why']) {
          this.text(f, name, true);
        }
        this.count(f, 'agree', 0, Infinity, true);
      });
    }
    return d as unknown as Trace;
  }

  private run(r: Fields): void {
    this.need(r.failed == null || typeof r.failed === 'boolean', 'failed', 'true or false is needed');
    r.failed ??= false;
    r.outcome ??= '';
    this.text(r, 'outcome');
    r.ticks ??= 0;
    this.count(r, 'ticks', 0);
    const lanes = this.list(r, 'lanes');
    const steps = this.list(r, 'steps');
    this.each('lanes', lanes, (value, i) => {
      const lane = this.object(value);
      this.text(lane, 'path');
      this.text(lane, 'name');
      lane.kind ??= 'task';
      this.need(laneKinds.has(lane.kind as string), 'kind', 'there is no such kind of lane');
      this.count(lane, 'parent', 0, i - 1, true, 'a lane that comes before it is needed');
      this.count(lane, 'begun', 0, steps.length, true);
      this.count(lane, 'ended', 0, steps.length, true);
      this.text(lane, 'outcome', true);
    });
    let before = 0;
    this.each('steps', steps, (value, i) => {
      const step = this.object(value);
      this.count(step, 'number', i + 1, i + 1, false, 'steps are numbered from 1 on');
      step.ticks ??= 0;
      this.count(step, 'ticks', before, Infinity, false, 'time does not go back');
      before = step.ticks as number;
      step.ready ??= 1;
      this.count(step, 'ready', 1);
      this.count(step, 'wokenBy', 1, i, true, 'an earlier step is needed');
      this.turn(step, lanes.length);
      this.text(step, 'awaits', true);
      this.text(step, 'thenMethod', true);
      this.optionalPlace(step, 'then');
      this.frames(step, 'thenCallers');
      step.insteadOf ??= undefined;
      if (step.insteadOf !== undefined) {
        this.inside('insteadOf', () => {
          const instead = this.object(step.insteadOf);
          this.turn(instead, lanes.length);
          this.count(instead, 'ranAs', 1, steps.length, true);
        });
      }
      this.each('deeds', this.list(step, 'deeds'), value => {
        const deed = this.object(value);
        this.text(deed, 'kind');
        this.text(deed, 'text');
        this.count(deed, 'lane', 0, lanes.length - 1, true, `there is no such lane: there are ${lanes.length}`);
        this.text(deed, 'level', true);
        this.text(deed, 'category', true);
      });
    });
    this.each('waits', this.list(r, 'waits'), value => {
      const wait = this.object(value);
      this.count(wait, 'lane', 0, lanes.length - 1, true, `there is no such lane: there are ${lanes.length}`);
      this.text(wait, 'who');
      this.text(wait, 'for');
      this.each('heldBy', this.list(wait, 'heldBy'), holder => this.need(typeof holder === 'string', null, 'a text is needed'));
      this.text(wait, 'method', true);
      this.optionalPlace(wait, 'at');
      this.count(wait, 'since', 0, steps.length, true);
    });
  }

  private turn(step: Fields, lanes: number): void {
    this.count(step, 'lane', 0, lanes - 1, false, `there is no such lane: there are ${lanes}`);
    step.kind ??= 'resume';
    this.need(stepKinds.has(step.kind as string), 'kind', 'there is no such kind of step');
    this.text(step, 'method', true);
    this.text(step, 'what', true);
    this.optionalPlace(step, 'at');
    this.frames(step, 'callers');
  }

  private frames(o: Fields, name: string): void {
    this.each(name, this.list(o, name), value => {
      const frame = this.object(value);
      this.text(frame, 'method');
      this.optionalPlace(frame, 'at');
    });
  }

  private optionalPlace(o: Fields, name: string): void {
    o[name] ??= undefined;
    if (o[name] !== undefined) {
      this.inside(name, () => this.place(this.object(o[name])));
    }
  }

  private place(p: Fields): void {
    this.count(p, 'file', 0, this.files - 1, false, `there is no such file: there are ${this.files}`);
    this.count(p, 'line', 1);
  }

  private object(value: unknown): Fields {
    this.need(typeof value === 'object' && value !== null && !Array.isArray(value), null, 'an object is needed');
    return value as Fields;
  }

  private list(o: Fields, name: string): unknown[] {
    const value = (o[name] ??= []);
    this.need(Array.isArray(value), name, 'a list is needed');
    return value as unknown[];
  }

  // What is null counts as missing from here on, so that `undefined` is the only way not to be there.
  private text(o: Fields, name: string, optional = false): void {
    o[name] ??= undefined;
    this.need((optional && o[name] === undefined) || typeof o[name] === 'string', name, 'a text is needed');
  }

  private count(o: Fields, name: string, least: number, most = Infinity, optional = false, what?: string): void {
    o[name] ??= undefined;
    const value = o[name];
    this.need((optional && value === undefined) || (Number.isInteger(value) && (value as number) >= least && (value as number) <= most), name, what ?? `a whole number from ${least} on is needed`);
  }

  private each(name: string, values: unknown[], read: (value: unknown, index: number) => void): void {
    this.at.push(name, 0);
    for (let i = 0; i < values.length; i++) {
      this.at[this.at.length - 1] = i;
      read(values[i], i);
    }
    this.at.length -= 2;
  }

  private inside(name: string, read: () => void): void {
    this.at.push(name);
    read();
    this.at.pop();
  }

  private need(holds: boolean, name: string | null, what: string): void {
    if (!holds) {
      const path = [...this.at, ...(name === null ? [] : [name])].map(each => (typeof each === 'number' ? `[${each}]` : `.${each}`)).join('');
      throw new TraceError(`$${path}: ${what}`);
    }
  }
}
