// What is under the pointer in the timeline.

import type { Axis } from './axis.js';
import type { Run } from './model.js';
import type { Pane } from './panes.js';
import type { Track } from './tracks.js';

/** The step at a point of the plot: of the row, if there is one near; else of any. */
export function stepAt(axis: Axis, panes: readonly Pane[], x: number, y: number): { run: Run; index: number } | null {
  const pane = panes.find(each => y >= each.top && y < each.bottom);
  if (pane === undefined) {
    return null;
  }
  const { run } = pane;
  const track = pane.tracks[Math.floor((y - pane.rowsTop + pane.scroll) / pane.row)];
  let nearest = -1;
  let distance = Infinity;
  for (let i = axis.firstFrom(run, x - 6); i < run.steps.length; i++) {
    const left = axis.left(run, i);
    if (left > x + 6) {
      break;
    }
    const away = Math.max(0, left - x, x - left - axis.breadth(run, i)) + (run.trackOf[run.steps[i]!.lane] === track ? 0 : 100);
    if (away < distance) {
      [nearest, distance] = [i, away];
    }
  }
  return nearest < 0 ? null : { run, index: nearest };
}

/** The row at a height. */
export function trackAt(panes: readonly Pane[], y: number): Track | undefined {
  const pane = panes.find(each => y >= each.rowsTop && y < each.bottom);
  return pane?.run.tracks[pane.tracks[Math.floor((y - pane.rowsTop + pane.scroll) / pane.row)] ?? -1];
}

/** Shows a text beside the pointer, within the timeline; null hides it. */
export function showTip(tip: HTMLElement, text: string | null, x: number, y: number, width: number, height: number): void {
  tip.hidden = text === null;
  tip.textContent = text ?? '';
  if (text !== null) {
    tip.style.left = `${Math.max(4, Math.min(x + 14, width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > height ? y - tip.offsetHeight - 10 : y + 18}px`;
  }
}
