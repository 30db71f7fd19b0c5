// Draws a run's rows: who lived when, who was ready and waited for its turn, who still waited at the end; the blocks and the arrows are others'.

import type { Axis } from './axis.js';
import { drawArrows, drawGhost } from './arrows.js';
import { blockHeight, box, drawBlocks } from './blocks.js';
import { middleOf, type Pane } from './panes.js';
import type { State } from './state.js';
import type { Palette } from './theme.js';

export interface Scene {
  context: CanvasRenderingContext2D;
  palette: Palette;
  axis: Axis;
  state: State;
  width: number;
  fonts: { sans: string; mono: string };
}

/** Which steps of the pane's run can be seen: from `from` up to, not including, `to`. */
export interface Seen { from: number; to: number }

/** Draws the rows of a pane; the origin is the left edge of the plot. */
export function drawPane(scene: Scene, pane: Pane): void {
  const { context, axis, state, width, palette } = scene;
  const { run } = pane;
  const seen: Seen = { from: axis.firstFrom(run, 0), to: Math.min(run.steps.length, axis.firstFrom(run, width) + 1) };
  context.save();
  context.beginPath();
  // The brackets of instants stand above the rows.
  const above = axis.kind === 'time' ? 3 : 0;
  context.rect(0, pane.rowsTop - above, width, pane.bottom - pane.rowsTop + above);
  context.clip();
  const { selected } = state.choices;
  if (selected.side === run.side && selected.index < run.steps.length) {
    context.fillStyle = palette['accent-soft'];
    context.fillRect(axis.left(run, selected.index), pane.top, Math.max(2, axis.breadth(run, selected.index)), pane.bottom - pane.top);
  }
  drawInstants(scene, pane, seen);
  drawLives(scene, pane, seen);
  drawArrows(scene, pane, seen);
  for (const deviation of run.deviations) {
    drawGhost(scene, pane, deviation);
  }
  drawBlocks(scene, pane, seen);
  drawCounterpart(scene, pane);
  drawWaits(scene, pane);
  drawScroll(scene, pane);
  context.restore();
}

// Over virtual time: a bracket above steps that stand side by side and happened at one instant, the one at its left end.
function drawInstants(scene: Scene, pane: Pane, seen: Seen): void {
  const { context, axis, palette } = scene;
  if (axis.kind === 'time') {
    context.fillStyle = palette.edge;
    for (let i = Math.max(0, seen.from - 50); i < seen.to; i++) {
      const room = axis.instant(pane.run, i);
      if (room > 8) {
        const x = axis.left(pane.run, i);
        context.fillRect(x, pane.rowsTop - 3, room - 1, 1);
        context.fillRect(x, pane.rowsTop - 3, 1, 5);
      }
    }
  }
}

// A thin line from a lane's beginning to its end; a thick one where it was ready, and others went.
function drawLives(scene: Scene, pane: Pane, seen: Seen): void {
  const { context, axis, palette, width } = scene;
  const { run } = pane;
  const end = axis.endOf(run);
  run.lanes.forEach((lane, i) => {
    const own = run.ofLane[i]!;
    const y = middleOf(pane, run.trackOf[i]!);
    if (y < pane.rowsTop - pane.row || y > pane.bottom + pane.row) {
      return;
    }
    const first = lane.begun !== undefined && lane.begun > 0 ? lane.begun - 1 : own[0] ?? 0;
    const from = run.steps.length === 0 ? 0 : axis.left(run, first);
    const to = lane.ended !== undefined && lane.ended > 0 ? axis.left(run, lane.ended - 1) : end;
    if (to >= 0 && from <= width) {
      context.fillStyle = palette.grid;
      context.fillRect(Math.max(0, from), y - 0.5, Math.min(width, to) - Math.max(0, from), 1);
    }
    // Those that are seen, and the first after them: it may have been ready already.
    let at = lowerBound(own, seen.from);
    for (; at < own.length; at++) {
      const step = own[at]!;
      const by = run.steps[step]!.wokenBy;
      if (by !== undefined) {
        const before = Math.max(by - 1, run.previous[step]!);
        const ready = axis.left(run, before) + axis.breadth(run, before);
        const until = Math.min(width, axis.left(run, step));
        if (until - ready > 1) {
          context.fillStyle = palette.lane(run.tracks[run.trackOf[i]!]!.hue).wait;
          context.fillRect(Math.max(0, ready - 2), y - 1.5, until - Math.max(0, ready - 2), 3);
        }
      }
      if (step >= seen.to) {
        break;
      }
    }
  });
}

// The selected step's turn in this run, if it was selected in the other.
function drawCounterpart(scene: Scene, pane: Pane): void {
  const { context, axis, palette, state } = scene;
  const { run } = pane;
  const { selected } = state.choices;
  const same = selected.side === run.side || selected.index >= state.run.steps.length ? -1 : run.counterpart(state.run, selected.index);
  if (same >= 0) {
    const height = blockHeight(pane);
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.25;
    context.setLineDash([2, 2]);
    box(context, axis.left(run, same) - 2, middleOf(pane, run.trackOf[run.steps[same]!.lane]!) - height / 2 - 2.5, Math.max(3, axis.breadth(run, same)) + 2.5, height + 5);
    context.stroke();
    context.setLineDash([]);
  }
}

// Who still waited when the run was over.
function drawWaits(scene: Scene, pane: Pane): void {
  const { context, axis, palette, fonts } = scene;
  const { run } = pane;
  const x = axis.endOf(run);
  for (const wait of run.waits) {
    if (wait.lane === undefined) {
      continue;
    }
    const y = middleOf(pane, run.trackOf[wait.lane]!);
    context.fillStyle = palette.fail;
    context.beginPath();
    context.moveTo(x + 1, y);
    context.lineTo(x - 5, y - 4.5);
    context.lineTo(x - 5, y + 4.5);
    context.fill();
    const last = run.ofLane[wait.lane]!.at(-1);
    const room = last === undefined ? 0 : x - 12 - axis.left(run, last) - axis.breadth(run, last);
    context.font = `11px ${fonts.sans}`;
    const text = `waits for ${wait.for}`;
    if (room > context.measureText(text).width + 14) {
      const wide = context.measureText(text).width;
      context.fillStyle = palette.surface;
      context.fillRect(x - 14 - wide, y - 8, wide + 6, 16);
      context.fillStyle = palette.fail;
      context.fillText(text, x - 11 - wide, y + 0.5);
    }
  }
}

// Where in the rows one is, if not all of them fit.
function drawScroll(scene: Scene, pane: Pane): void {
  const { context, palette, width } = scene;
  const height = pane.bottom - pane.rowsTop;
  const all = pane.tracks.length * pane.row;
  if (all > height + 1) {
    context.fillStyle = palette.edge;
    box(context, width - 7, pane.rowsTop + (height * pane.scroll) / all, 5, (height * height) / all);
    context.fill();
  }
}

function lowerBound(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
