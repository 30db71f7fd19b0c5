// How the timeline divides its height among runs, and a run's among its rows.

import type { Axis } from './axis.js';
import type { Run } from './model.js';
import type { Selected } from './state.js';

export const axisHeight = 24;
const title = 21;
const foot = 4;
const heights = [28, 25, 22, 20, 18, 16, 15];

/** A run's part of the timeline. */
export interface Pane {
  run: Run;
  top: number;
  bottom: number;
  /** Below the title: where the rows are. */
  rowsTop: number;
  row: number;
  scroll: number;
  /** The tracks that have a row, from top to bottom, and by track its row, -1 if it has none. */
  tracks: number[];
  rowOf: Int32Array;
}

/** Shares the height out among the tracks that are to be seen. What was scrolled to before is kept. */
export function layPanes(runs: Run[], seen: (run: Run) => number[], height: number, before: readonly Pane[]): Pane[] {
  const head = runs.length > 1 ? title : foot;
  const room = Math.max(40, height - axisHeight - runs.length * (head + foot));
  const tracks = runs.map(seen);
  const rows = tracks.map(each => Math.max(1, each.length));
  const all = rows.reduce((a, b) => a + b, 0);
  // A few heights only, so that not everything moves when a lane comes into sight.
  const row = heights.find(each => all * each <= room) ?? heights[heights.length - 1]!;
  let top = axisHeight;
  // If not all fit, each run gets half at most, and what the other leaves.
  const fits = all * row <= room + 1;
  return runs.map((run, i) => {
    const wanted = rows[i]! * row;
    const others = (all - rows[i]!) * row;
    const rowsHeight = fits ? wanted : Math.min(wanted, Math.max(room / runs.length, room - others));
    const pane: Pane = { run, top, rowsTop: top + head, bottom: top + head + rowsHeight + foot, row, scroll: 0, tracks: tracks[i]!, rowOf: new Int32Array(run.tracks.length).fill(-1) };
    pane.tracks.forEach((track, at) => (pane.rowOf[track] = at));
    pane.scroll = clampScroll(pane, before.find(each => each.run === run)?.scroll ?? 0);
    top = pane.bottom;
    return pane;
  });
}

export function clampScroll(pane: Pane, scroll: number): number {
  return Math.max(0, Math.min(scroll, pane.tracks.length * pane.row - (pane.bottom - foot - pane.rowsTop)));
}

/** The middle of a track's row; far away if it has none. */
export function middleOf(pane: Pane, track: number): number {
  const row = pane.rowOf[track]!;
  return row < 0 ? -1e4 : pane.rowsTop + (row + 0.5) * pane.row - pane.scroll;
}

/** Scrolls no further than needed for a row to be seen. */
export function reveal(pane: Pane, track: number): boolean {
  const before = pane.scroll;
  const height = pane.bottom - foot - pane.rowsTop;
  const top = Math.max(0, pane.rowOf[track]!) * pane.row;
  pane.scroll = clampScroll(pane, top < pane.scroll ? top - pane.row : top + pane.row > pane.scroll + height ? top + 2 * pane.row - height : pane.scroll);
  return pane.scroll !== before;
}

/** The tracks that have a step in sight, or have to do with the selected one. */
export function tracksInSight(run: Run, axis: Axis, selected: Selected): number[] {
  const seen = new Uint8Array(run.tracks.length);
  const see = (lane: number): void => void (seen[run.trackOf[lane]!] = 1);
  const to = Math.min(run.steps.length, axis.firstFrom(run, axis.width) + 1);
  for (let i = axis.firstFrom(run, 0); i < to; i++) {
    const { lane, insteadOf } = run.steps[i]!;
    see(lane);
    if (insteadOf !== undefined) {
      see(insteadOf.lane);
    }
  }
  if (selected.side === run.side && selected.index < run.steps.length) {
    see(run.steps[selected.index]!.lane);
    run.from(selected.index).forEach(arrow => see(arrow.lane));
  }
  return run.tracks.map((_, track) => track).filter(track => seen[track] === 1);
}
