// Draws the blocks of the steps: where there is room with their numbers, at any size with what marks them.

import type { Scene, Seen } from './draw.js';
import { middleOf, type Pane } from './panes.js';
import { isLog, level } from './words.js';

export function drawBlocks(scene: Scene, pane: Pane, seen: Seen): void {
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
