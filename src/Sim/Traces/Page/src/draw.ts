// Draws a run's rows: who lived when, who was ready and waited for its turn, the blocks of the steps.

import type { Axis } from './axis.js';
import { drawArrows, drawGhost } from './arrows.js';
import { middleOf, type Pane } from './panes.js';
import type { State } from './state.js';
import type { Palette } from './theme.js';
import { isLog, level } from './words.js';

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
  context.rect(0, pane.rowsTop - 3, width, pane.bottom - pane.rowsTop + 3);
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

function drawBlocks(scene: Scene, pane: Pane, seen: Seen): void {
  const { context, axis, state, palette, fonts } = scene;
  const { run } = pane;
  const { selected } = state.choices;
  const height = blockHeight(pane);
  const drawn = new Float64Array(run.tracks.length).fill(-10);
  context.textBaseline = 'middle';
  context.font = `${height < 13 ? 9.5 : 10}px ${fonts.mono}`;
  const letter = context.measureText('0').width;
  for (let i = seen.from; i < seen.to; i++) {
    const step = run.steps[i]!;
    const track = run.trackOf[step.lane]!;
    const y = middleOf(pane, track);
    const isSelected = selected.side === run.side && selected.index === i;
    if (y < pane.rowsTop - pane.row || y > pane.bottom + pane.row) {
      continue;
    }
    const x = axis.left(run, i);
    const breadth = axis.breadth(run, i);
    const deviates = step.insteadOf !== undefined;
    // Blocks of one row in one pixel are one.
    if (!deviates && !isSelected && breadth < 1 && x - drawn[track]! < 0.8) {
      continue;
    }
    drawn[track] = x;
    const wide = Math.max(1.5, breadth - (breadth > 5 ? 1.5 : 0));
    const colours = palette.lane(run.tracks[track]!.hue);
    context.globalAlpha = state.isFiltered && !isSelected && !state.isMatch(run, i) ? 0.22 : 1;
    const top = y - height / 2;
    if (deviates) {
      context.fillStyle = palette.deviation;
      box(context, x, top, Math.max(3, wide), height);
      context.fill();
      flag(context, x + Math.max(3, wide) / 2, top - 2);
    } else if (wide < 4) {
      context.fillStyle = colours.edge;
      context.fillRect(x, top, wide, height);
    } else {
      context.fillStyle = colours.fill;
      context.strokeStyle = colours.edge;
      context.lineWidth = 1;
      box(context, x + 0.5, top + 0.5, wide - 1, height - 1);
      context.fill();
      context.stroke();
    }
    if (isSelected) {
      context.strokeStyle = palette.accent;
      context.lineWidth = 2;
      box(context, x - 1.5, top - 2, wide + 3, height + 4);
      context.stroke();
    }
    const logs = step.deeds.filter(isLog);
    if (logs.length > 0 && breadth > 2.5) {
      const worst = logs.map(level).includes('error') ? palette.fail : logs.map(level).includes('warn') ? palette.warn : palette.log;
      context.fillStyle = worst;
      context.beginPath();
      context.strokeStyle = palette.surface;
      context.lineWidth = 1;
      context.arc(x + Math.max(2, wide - 1), top + 1, 2.75, 0, 7);
      context.fill();
      context.stroke();
    }
    const number = String(step.number);
    if (height >= 11 && wide > number.length * letter + 5) {
      const name = step.method ?? step.what ?? '';
      const full = `${number} ${name}`;
      const text = name !== '' && wide > full.length * letter + 8 ? full : number;
      context.fillStyle = deviates ? palette['on-deviation'] : palette.ink;
      context.fillText(text, x + (text === number ? (wide - number.length * letter) / 2 : 4), y + 0.5);
    }
    // Lanes that went on within this step, without one of their own.
    for (const deed of step.deeds) {
      if (deed.kind === 'ran' && deed.lane !== undefined && breadth > 2.5) {
        context.fillStyle = palette.lane(run.tracks[run.trackOf[deed.lane]!]!.hue).edge;
        context.fillRect(x, middleOf(pane, run.trackOf[deed.lane]!) - 2.5, Math.min(wide, 6), 5);
      }
    }
    if (run.lanes[step.lane]!.ended === step.number && breadth > 4) {
      context.fillStyle = deviates ? palette.deviation : colours.edge;
      context.fillRect(x + wide - 0.5, top - 2, 2, height + 4);
    }
  }
  context.globalAlpha = 1;
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

function flag(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 3.5, y - 5);
  context.lineTo(x + 3.5, y - 5);
  context.fill();
}

/** How high the blocks in a pane's rows are. */
export function blockHeight(pane: Pane): number {
  return Math.min(18, pane.row - 4);
}

export function box(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(3, width / 3));
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
