// What stands around the lanes: the axis, the names, the titles of the runs, and the line at which they part.

import type { Scene } from './draw.js';
import { axisHeight, middleOf, type Pane } from './panes.js';
import { count, plural } from './words.js';

export const drawFrame = { behind, fork, names };

// The bands of the rows, the marks of the axis.
function behind(scene: Scene, panes: readonly Pane[], gutter: number, height: number): void {
  const { context, palette, axis, width, fonts } = scene;
  for (const pane of panes) {
    context.save();
    context.beginPath();
    context.rect(0, pane.rowsTop, gutter + width, pane.bottom - pane.rowsTop);
    context.clip();
    context.fillStyle = palette.band;
    for (let row = 0; row < pane.tracks.length; row += 2) {
      context.fillRect(0, middleOf(pane, pane.tracks[row]!) - pane.row / 2, gutter + width, pane.row);
    }
    context.restore();
  }
  context.font = `10.5px ${fonts.sans}`;
  context.textBaseline = 'middle';
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width, height);
  context.clip();
  for (const mark of axis.marks()) {
    const x = Math.round(gutter + mark.x) + 0.5;
    context.fillStyle = palette.line;
    context.fillRect(x - 0.5, axisHeight - 4, 1, height - axisHeight + 4);
    const wide = context.measureText(mark.text).width;
    context.fillStyle = palette.soft;
    context.fillText(mark.text, Math.max(gutter + 2, Math.min(gutter + width - wide - 2, x - wide / 2)), axisHeight / 2 - 1);
  }
  context.restore();
  context.fillStyle = palette.soft;
  context.fillText(axis.kind === 'steps' ? 'step' : 'virtual time', 12, axisHeight / 2 - 1);
  context.fillStyle = palette.line;
  context.fillRect(0, axisHeight - 1, gutter + width, 1);
}

function fork(scene: Scene, panes: readonly Pane[]): void {
  const { context, palette, axis, state, width, fonts } = scene;
  const { agree, runs } = state.model;
  context.fillStyle = palette.deviation;
  for (const { run } of panes) {
    for (const deviation of run.deviations) {
      const x = axis.left(run, deviation) + Math.min(axis.breadth(run, deviation), width) / 2;
      context.beginPath();
      context.moveTo(x, axisHeight - 1);
      context.lineTo(x - 4, axisHeight - 7);
      context.lineTo(x + 4, axisHeight - 7);
      context.fill();
    }
  }
  if (runs.length < 2 || panes.length === 0) {
    return;
  }
  const x = Math.round(axis.fork(agree));
  if (!(x >= -1 && x <= width)) {
    return;
  }
  const bottom = panes[panes.length - 1]!.bottom;
  context.fillStyle = palette.deviation;
  context.fillRect(x - 1, axisHeight - 2, 2, bottom - axisHeight + 2);
  const text = agree === 0 ? 'they part at once' : `both agree up to here: ${plural(agree, 'step')}`;
  context.font = `600 10.5px ${fonts.sans}`;
  const wide = context.measureText(text).width + 12;
  const left = Math.max(0, Math.min(x - wide + 1, width - wide));
  context.beginPath();
  context.roundRect(left, 3, wide, axisHeight - 6, 3);
  context.fill();
  context.fillStyle = palette['on-deviation'];
  context.fillText(text, left + 6, axisHeight / 2 + 0.5);
}

function names(scene: Scene, panes: readonly Pane[], gutter: number): void {
  const { context, palette, state, width, fonts } = scene;
  const { selected, lane: chosen } = state.choices;
  for (const pane of panes) {
    const { run } = pane;
    if (pane.rowsTop - pane.top > 10) {
      context.fillStyle = palette.surface;
      context.fillRect(0, pane.top, gutter, pane.rowsTop - pane.top);
      context.fillStyle = palette.line;
      context.fillRect(0, pane.top, gutter + width, pane.top > axisHeight ? 1 : 0);
      context.fillStyle = run.failed ? palette.fail : palette.pass;
      context.beginPath();
      context.arc(16, pane.top + 11, 4, 0, 7);
      context.fill();
      context.font = `600 11.5px ${fonts.sans}`;
      context.fillStyle = palette.ink;
      context.fillText(run.title.replace(/^./, letter => letter.toUpperCase()), 26, pane.top + 11.5);
    }
    context.save();
    context.beginPath();
    context.rect(0, pane.rowsTop, gutter, pane.bottom - pane.rowsTop);
    context.clip();
    const own = selected.side === run.side ? run.trackOf[run.steps[selected.index]?.lane ?? 0] : -1;
    run.tracks.forEach((track, i) => {
      const y = middleOf(pane, i);
      if (y < pane.rowsTop - pane.row || y > pane.bottom + pane.row) {
        return;
      }
      const indent = 12 + Math.min(4, track.depth) * 9;
      const small = pane.row < 18;
      context.fillStyle = palette.lane(track.hue).edge;
      context.fillRect(indent, y - (small ? 4 : 5), 3, small ? 8 : 10);
      context.font = `${own === i || track.path === chosen ? '600 ' : ''}${small ? 11 : 12}px ${fonts.sans}`;
      context.fillStyle = palette.ink;
      const more = track.lanes > 1 ? ` ×${count(track.lanes)}` : '';
      const left = indent + 8;
      const label = fitted(context, track.label, gutter - left - 6 - (more === '' ? 0 : context.measureText(more).width));
      context.fillText(label, left, y + 0.5);
      const used = left + context.measureText(label).width;
      context.font = `10.5px ${fonts.mono}`;
      context.fillStyle = palette.soft;
      const aside = more === '' ? track.path : more;
      const wide = context.measureText(aside).width;
      if (more !== '') {
        context.fillText(aside, used, y + 0.5);
      } else if (used + wide + 14 < gutter && aside !== track.label) {
        context.fillText(aside, gutter - wide - 8, y + 0.5);
      }
    });
    context.restore();
  }
  context.fillStyle = palette.line;
  context.fillRect(gutter - 1, axisHeight, 1, (panes[panes.length - 1]?.bottom ?? axisHeight) - axisHeight);
}

function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) {
    return text;
  }
  let shorter = text;
  while (shorter.length > 1 && context.measureText(`${shorter}…`).width > room) {
    shorter = shorter.slice(0, -1);
  }
  return `${shorter}…`;
}
