// What the page knows of a trace beyond what it says: who follows whom, who woke whom, which row a lane is drawn in.

import { layTracks, type Track } from './tracks.js';
import type { Code, Deed, Lane, Place, RunData, Step, Trace, Wait } from './trace.js';

export type ArrowKind = 'woke' | 'released' | 'began' | 'cancelled';

/** What a step did to another lane. Steps are indices here, from 0; `to` is that lane's next step, -1 if there was none. */
export interface Arrow { kind: ArrowKind; from: number; to: number; lane: number }

const weight: Record<ArrowKind, number> = { woke: 0, released: 1, began: 2, cancelled: 3 };
const none: readonly Arrow[] = [];
const troubling = new Set(['warning', 'error', 'critical']);

function isTrouble(deed: Deed): boolean {
  return deed.kind === 'warned' || (deed.kind === 'logged' && troubling.has((deed.level ?? '').toLowerCase()));
}

export class Run {
  readonly lanes: Lane[];
  readonly steps: Step[];
  readonly waits: Wait[];
  readonly failed: boolean;
  readonly outcome: string;

  /** "failing run": what it is called. */
  readonly title: string;

  /** By lane: its steps. */
  readonly ofLane: number[][];

  /** By step: the one before it and after it in its lane, -1 if there is none, and how many there are before it. */
  readonly previous: Int32Array;
  readonly next: Int32Array;
  readonly ordinal: Int32Array;

  /** The steps that went out of order. */
  readonly deviations: number[] = [];

  /** The steps in which something was logged as a warning or worse. */
  readonly troubles: number[] = [];

  /** The rows in which lanes are drawn, and by lane the index of its own. */
  readonly tracks: Track[];
  readonly trackOf: Int32Array;

  private readonly out = new Map<number, Arrow[]>();
  private readonly into = new Map<number, Arrow[]>();
  private readonly lanesByPath: Map<string, number>;

  constructor(data: RunData, readonly side: number, title: string, hue: (key: string) => number) {
    ({ lanes: this.lanes, steps: this.steps, waits: this.waits, failed: this.failed, outcome: this.outcome } = data);
    this.title = title;
    const n = this.steps.length;
    this.ofLane = this.lanes.map(() => []);
    this.previous = new Int32Array(n).fill(-1);
    this.next = new Int32Array(n).fill(-1);
    this.ordinal = new Int32Array(n);
    this.lanesByPath = new Map(this.lanes.map((lane, i) => [lane.path, i]));
    for (let i = 0; i < n; i++) {
      const step = this.steps[i]!;
      const own = this.ofLane[step.lane]!;
      this.ordinal[i] = own.length;
      if (own.length > 0) {
        this.previous[i] = own[own.length - 1]!;
        this.next[this.previous[i]!] = i;
      }
      own.push(i);
      if (step.insteadOf !== undefined) {
        this.deviations.push(i);
      }
      if (step.deeds.some(isTrouble)) {
        this.troubles.push(i);
      }
    }
    for (let i = 0; i < n; i++) {
      this.connect(i);
    }
    ({ tracks: this.tracks, trackOf: this.trackOf } = layTracks(this.lanes, this.ofLane, hue));
  }

  /** What this step did to others. */
  from(step: number): readonly Arrow[] {
    return this.out.get(step) ?? none;
  }

  /** What others did that made this step. */
  to(step: number): readonly Arrow[] {
    return this.into.get(step) ?? none;
  }

  get arrows(): IterableIterator<Arrow[]> {
    return this.out.values();
  }

  /** The first step of a lane after a step, -1 if there is none. */
  firstAfter(lane: number, step: number): number {
    return this.ofLane[lane]!.find(each => each > step) ?? -1;
  }

  /** The step that is the same turn of the same lane as one of another run, -1 if there is none. */
  counterpart(other: Run, step: number): number {
    const lane = this.lanesByPath.get(other.lanes[other.steps[step]!.lane]!.path);
    return lane === undefined ? -1 : this.ofLane[lane]![other.ordinal[step]!] ?? -1;
  }

  private connect(i: number): void {
    const step = this.steps[i]!;
    const by = step.wokenBy;
    if (by !== undefined && this.steps[by - 1]!.lane !== step.lane) {
      this.add({ kind: this.releasedFor(by - 1, i) ? 'released' : 'woke', from: by - 1, to: i, lane: step.lane });
    }
    for (const deed of step.deeds) {
      if (deed.lane !== undefined && deed.lane !== step.lane && (deed.kind === 'began' || deed.kind === 'cancelled')) {
        this.add({ kind: deed.kind === 'began' ? 'began' : 'cancelled', from: i, to: this.firstAfter(deed.lane, i), lane: deed.lane });
      }
    }
  }

  // The document says who woke a step and what that one released, not that the one is the other's cause. It is if what was released is what was awaited.
  private releasedFor(by: number, step: number): boolean {
    const before = this.previous[step]!;
    const awaited = before < 0 ? undefined : this.steps[before]!.awaits;
    return awaited !== undefined && this.steps[by]!.deeds.some(deed => deed.kind === 'released' && deed.text.includes(awaited));
  }

  private add(arrow: Arrow): void {
    const out = this.out.get(arrow.from) ?? [];
    const same = out.findIndex(each => each.lane === arrow.lane && each.to === arrow.to);
    if (same >= 0 && weight[out[same]!.kind] >= weight[arrow.kind]) {
      return;
    }
    if (same >= 0) {
      out[same]!.kind = arrow.kind;
      return;
    }
    out.push(arrow);
    this.out.set(arrow.from, out);
    if (arrow.to >= 0) {
      this.into.set(arrow.to, [...(this.into.get(arrow.to) ?? []), arrow]);
    }
  }
}

export class Model {
  readonly runs: Run[];

  /** For how many steps both runs agree; 0 if there is one. */
  readonly agree: number;

  /** The names of the files, as short as tells them apart. */
  readonly shortFiles: string[];

  private readonly lines: Map<string, string>;

  constructor(readonly trace: Trace) {
    const two = trace.runs.length === 2;
    const alike = two && trace.runs[0]!.failed === trace.runs[1]!.failed;
    const hues = new Map<string, number>();
    const hue = (key: string): number => {
      hues.set(key, hues.get(key) ?? hues.size);
      // The golden ratio sets neighbours far apart; red and orange are left to failures and deviations.
      return 110 + ((hues.get(key)! * 0.381966) % 1) * 220;
    };
    this.runs = trace.runs.map((run, side) => new Run(run, side, !two ? 'run' : alike ? (side === 0 ? 'first run' : 'second run') : run.failed ? 'failing run' : 'passing run', hue));
    this.agree = two ? Math.min(trace.failure?.agree ?? common(trace.runs[0]!, trace.runs[1]!), ...trace.runs.map(run => run.steps.length)) : 0;
    this.shortFiles = shorten(trace.files);
    this.lines = new Map(trace.code.map((code: Code) => [`${code.file}:${code.line}`, code.text]));
  }

  /** What stands at a place, if it is known. */
  codeAt(at: Place | undefined): string | undefined {
    return at === undefined ? undefined : this.lines.get(`${at.file}:${at.line}`);
  }

  /** The step that matters most: where the runs part, or the first that went out of order, or the last. */
  get focus(): { side: number; index: number } {
    const run = this.runs[0]!;
    const index = this.runs.length > 1 && this.agree < run.steps.length ? this.agree : run.deviations[0] ?? (run.failed ? run.steps.length - 1 : 0);
    return { side: 0, index: Math.max(0, Math.min(index, run.steps.length - 1)) };
  }
}

// For how many steps two runs agree, if the document does not say.
function common(one: RunData, other: RunData): number {
  const same = (a: Step, b: Step | undefined): boolean =>
    b !== undefined && a.ticks === b.ticks && one.lanes[a.lane]!.path === other.lanes[b.lane]!.path && a.at?.file === b.at?.file && a.at?.line === b.at?.line;
  const differing = one.steps.findIndex((step, i) => !same(step, other.steps[i]));
  return differing < 0 ? one.steps.length : differing;
}

function shorten(files: string[]): string[] {
  const parts = files.map(file => file.split(/[\\/]/));
  const last = (path: string[], depth: number): string => path.slice(-depth).join('/');
  return parts.map((path, i) => {
    let depth = 1;
    while (depth < path.length && parts.some((other, j) => j !== i && files[j] !== files[i] && last(other, depth) === last(path, depth))) {
      depth++;
    }
    return last(path, depth);
  });
}
