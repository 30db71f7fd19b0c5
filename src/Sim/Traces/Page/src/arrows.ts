// Draws what a step did to other lanes. An arrow stands upright at its step, for it happened there; from its tip on, the other's line is thick until its
// turn comes. So arrows never cross a block, however many there are.

import { blockHeight, box } from './blocks.js';
import type { Scene, Seen } from './draw.js';
import { middleOf, type Pane } from './panes.js';
import type { Arrow, ArrowKind } from './model.js';
import type { Palette } from './theme.js';

// With more steps than this in sight, only the arrows of the selected step are drawn.
const legible = 600;

export const arrowKinds: readonly ArrowKind[] = ['woke', 'released', 'began', 'cancelled'];

const dashes: Record<ArrowKind, number[]> = { woke: [], released: [], began: [1.5, 2.5], cancelled: [4, 2.5] };

function colourOf(kind: ArrowKind, palette: Palette): string {
  return { woke: palette.arrow, released: palette.pass, began: palette.accent, cancelled: palette.fail }[kind];
}

export function drawArrows(scene: Scene, pane: Pane, seen: Seen): void {
  const { state } = scene;
  const { run } = pane;
  const { selected } = state.choices;
  if (seen.to - seen.from <= legible) {
    for (let i = seen.from; i < seen.to; i++) {
      if (!(selected.side === run.side && selected.index === i)) {
        run.from(i).forEach(arrow => drawArrow(scene, pane, arrow, false));
      }
    }
  }
  if (selected.side === run.side) {
    for (const arrow of [...run.to(selected.index), ...run.from(selected.index)]) {
      drawArrow(scene, pane, arrow, true);
    }
  }
}

function drawArrow(scene: Scene, pane: Pane, arrow: Arrow, strong: boolean): void {
  const { context, axis, palette, width } = scene;
  const { run } = pane;
  const breadth = axis.breadth(run, arrow.from);
  const x = axis.left(run, arrow.from) + Math.max(1, breadth - 3);
  if (x < -4 || x > width + 4) {
    return;
  }
  const from = middleOf(pane, run.trackOf[run.steps[arrow.from]!.lane]!);
  const to = middleOf(pane, run.trackOf[arrow.lane]!);
  // Within one row, or to one that is left out.
  if (from === to || from < -1e3 || to < -1e3) {
    return;
  }
  draw(context, palette, arrow.kind, x, from + Math.sign(to - from) * blockHeight(pane) / 2, to, strong);
}

/** An upright arrow; for the legend, too. */
export function draw(context: CanvasRenderingContext2D, palette: Palette, kind: ArrowKind, x: number, from: number, to: number, strong: boolean): void {
  const down = Math.sign(to - from);
  const colour = colourOf(kind, palette);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.globalAlpha = strong || kind === 'cancelled' ? 1 : 0.75;
  context.lineWidth = strong ? 2 : kind === 'released' ? 1.5 : 1;
  context.setLineDash(dashes[kind]);
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to - down * 4);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  if (kind === 'began') {
    context.arc(x, to, 2.5, 0, 7);
    context.lineWidth = 1.25;
    context.stroke();
  } else if (kind === 'cancelled') {
    context.moveTo(x - 3.5, to - 3.5);
    context.lineTo(x + 3.5, to + 3.5);
    context.moveTo(x + 3.5, to - 3.5);
    context.lineTo(x - 3.5, to + 3.5);
    context.lineWidth = 1.75;
    context.stroke();
  } else {
    context.moveTo(x, to);
    context.lineTo(x - 3.5, to - down * 6);
    context.lineTo(x + 3.5, to - down * 6);
    context.fill();
  }
  if (kind === 'released') {
    context.beginPath();
    context.arc(x, from, 2, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
}

/** What would have gone in order: an empty block where it was passed over, and a line to where it ran. */
export function drawGhost(scene: Scene, pane: Pane, deviation: number): void {
  const { context, axis, palette, width } = scene;
  const { run } = pane;
  const instead = run.steps[deviation]!.insteadOf!;
  const x = axis.left(run, deviation);
  const breadth = Math.max(3, axis.breadth(run, deviation) - 1.5);
  const ran = instead.ranAs === undefined ? undefined : axis.left(run, instead.ranAs - 1);
  if (x > width || (ran ?? x + breadth) < 0) {
    return;
  }
  const y = middleOf(pane, run.trackOf[instead.lane]!);
  const height = blockHeight(pane);
  context.strokeStyle = palette.deviation;
  context.lineWidth = 1.25;
  context.setLineDash([3, 2]);
  box(context, x + 0.5, y - height / 2 + 0.5, breadth - 1, height - 1);
  context.fillStyle = palette.surface;
  context.fill();
  context.stroke();
  if (ran !== undefined && ran > x + breadth + 2) {
    context.beginPath();
    context.moveTo(x + breadth, y);
    context.lineTo(ran - 4, y);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = palette.deviation;
    context.beginPath();
    context.moveTo(ran, y);
    context.lineTo(ran - 5, y - 3.5);
    context.lineTo(ran - 5, y + 3.5);
    context.fill();
  }
  context.setLineDash([]);
}
