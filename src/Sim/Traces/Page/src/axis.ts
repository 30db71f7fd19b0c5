// Where a step is, from left to right: over steps, where each has as much room as any other, or over virtual time. Many steps happen at one instant of
// virtual time; there they stand side by side, as far as there is room until the next instant.

import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { ZoomTransform } from 'd3-zoom';
import type { Model, Run } from './model.js';
import type { AxisKind } from './state.js';
import { count, time } from './words.js';

const widest = 16;

// A day, an hour, a minute, a second, a millisecond, a microsecond.
const units = [864e9, 36e9, 6e8, 1e7, 1e4, 10];

interface Instants { first: Int32Array; size: Int32Array; next: Float64Array }

export class Axis {
  private readonly instants: Instants[];
  private readonly end: number;
  private scale: ScaleLinear<number, number>;
  // The scale, as x = origin + value * unit: drawing asks for thousands of positions.
  private origin = 0;
  private unit = 1;

  constructor(readonly model: Model, readonly kind: AxisKind, readonly width: number) {
    const steps = Math.max(1, ...model.runs.map(run => run.steps.length));
    const ticks = Math.max(0, ...model.runs.map(run => run.steps[run.steps.length - 1]?.ticks ?? 0));
    // Room on the right for the last block.
    this.end = kind === 'steps' ? steps + Math.min(1, steps * 0.02) : ticks === 0 ? 1 : ticks * 1.04;
    this.scale = scaleLinear([0, this.end], [0, width]);
    this.instants = kind === 'time' ? model.runs.map(run => instantsOf(run, this.end)) : [];
    this.unit = width / this.end;
  }

  /** Follows what d3-zoom has made of the reader's gestures. */
  follow(transform: ZoomTransform): void {
    const base = scaleLinear([0, this.end], [0, this.width]);
    this.scale = transform.rescaleX(base);
    this.origin = transform.x;
    this.unit = (transform.k * this.width) / this.end;
  }

  /** How far one may zoom in: until a step fills a hand's breadth, or ticks can be told apart. */
  get deepest(): number {
    return Math.max(1, this.kind === 'steps' ? (this.end * 160) / this.width : Math.min(1e9, (this.end * 40) / this.width));
  }

  left(run: Run, index: number): number {
    if (this.kind === 'steps') {
      return this.origin + index * this.unit;
    }
    const first = this.instants[run.side]!.first[index]!;
    return this.origin + run.steps[index]!.ticks * this.unit + (index - first) * this.breadth(run, index);
  }

  /** How wide the block of a step may be. */
  breadth(run: Run, index: number): number {
    if (this.kind === 'steps') {
      return this.unit;
    }
    const { size, next } = this.instants[run.side]!;
    return Math.min(widest, ((next[index]! - run.steps[index]!.ticks) * this.unit) / size[index]!);
  }

  /** If a step is the first of several at one instant of virtual time: how much room they take together; else 0. */
  instant(run: Run, index: number): number {
    const { first, size } = this.instants[run.side] ?? {};
    return first?.[index] === index && size![index]! > 1 ? size![index]! * this.breadth(run, index) : 0;
  }

  /** Where a run is over. */
  endOf(run: Run): number {
    const last = run.steps.length - 1;
    return last < 0 ? this.origin : this.left(run, last) + this.breadth(run, last);
  }

  /** Where both runs part, if the steps from this one on differ. */
  fork(agree: number): number {
    return Math.min(...this.model.runs.filter(run => agree < run.steps.length).map(run => this.left(run, agree)));
  }

  /** The first step that is not to the left of x. */
  firstFrom(run: Run, x: number): number {
    let low = 0;
    let high = run.steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.left(run, middle) + this.breadth(run, middle) < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The instant or the place among the steps at x, before zooming: what a change of the axis or of the width keeps in sight. */
  valueAt(x: number): number {
    return (x - this.origin) / this.unit;
  }

  /** x at no zoom. */
  unzoomed(value: number): number {
    return (value / this.end) * this.width;
  }

  /** The marks below which it says where they are. */
  marks(): { x: number; text: string }[] {
    const many = Math.max(2, Math.floor(this.width / 90));
    if (this.kind === 'steps') {
      return this.scale.ticks(many).filter(value => Number.isInteger(value) && value >= 1 && value <= this.end)
        .map(value => ({ x: this.origin + (value - 0.5) * this.unit, text: count(value) }));
    }
    // Round numbers of the unit that is spoken of: of hours, not of so many billions of ticks.
    const [from, to] = this.scale.domain() as [number, number];
    const unit = units.find(size => to - from >= 2 * size) ?? 1;
    return scaleLinear([from / unit, to / unit], [0, this.width]).ticks(many).filter(value => value >= 0)
      .map(value => ({ x: this.origin + value * unit * this.unit, text: time(value * unit) }));
  }
}

function instantsOf(run: Run, end: number): Instants {
  const n = run.steps.length;
  const instants: Instants = { first: new Int32Array(n), size: new Int32Array(n), next: new Float64Array(n) };
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && run.steps[to]!.ticks === run.steps[from]!.ticks) {
      to++;
    }
    instants.first.fill(from, from, to);
    instants.size.fill(to - from, from, to);
    instants.next.fill(to < n ? run.steps[to]!.ticks : end, from, to);
    from = to;
  }
  return instants;
}
