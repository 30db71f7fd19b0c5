// The whole run in a strip above the timeline: each step a speck in its row, what went out of order above it, and a window on what the timeline shows. The
// specks are drawn once, and again only if something other than the window changes.

import { Axis } from './axis.js';
import { byId } from './dom.js';
import { filters, type State } from './state.js';
import type { Theme } from './theme.js';
import { isLog, level } from './words.js';

const height = 38;

export class Overview {
  private readonly canvas = byId<HTMLCanvasElement>('overview');
  private readonly context = this.canvas.getContext('2d')!;
  private readonly picture = document.createElement('canvas');
  private whole: Axis | null = null;
  private gutter = 0;
  private width = 0;
  private shown: Axis | null = null;
  private stale = true;

  /** `centre` moves the window: to an x of the whole. */
  constructor(private readonly state: State, private readonly theme: Theme, centre: (x: number) => void) {
    theme.listen(() => (this.stale = true));
    state.listen(changed => (this.stale ||= [...filters, 'axis' as const].some(name => changed.has(name))));
    let grip = 0;
    const move = (event: PointerEvent): void => centre(event.offsetX - this.gutter - grip);
    this.canvas.addEventListener('pointerdown', event => {
      const { from, to } = this.window();
      const x = event.offsetX - this.gutter;
      grip = x >= from && x <= to ? x - (from + to) / 2 : 0;
      this.canvas.setPointerCapture(event.pointerId);
      move(event);
    });
    this.canvas.addEventListener('pointermove', event => {
      if (this.canvas.hasPointerCapture(event.pointerId)) {
        move(event);
      }
    });
  }

  resize(gutter: number, width: number): void {
    [this.gutter, this.width] = [gutter, width];
    this.whole = new Axis(this.state.model, this.state.choices.axis, width);
    const ratio = devicePixelRatio;
    for (const canvas of [this.canvas, this.picture]) {
      canvas.width = Math.round((gutter + width) * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.stale = true;
  }

  draw(shown: Axis): void {
    this.shown = shown;
    if (this.whole === null) {
      return;
    }
    const { palette } = this.theme;
    const ratio = devicePixelRatio;
    if (this.stale) {
      this.stale = false;
      this.paint(this.picture.getContext('2d')!, ratio);
    }
    const { context, gutter, width, state } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.picture, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { from, to } = this.window();
    context.globalAlpha = 0.6;
    context.fillStyle = palette.surface;
    context.fillRect(gutter, 9, Math.max(0, from), height);
    context.fillRect(gutter + to, 9, Math.max(0, width - to), height);
    context.globalAlpha = 1;
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.5;
    context.strokeRect(gutter + Math.max(0.75, from), 0.75, Math.max(4, Math.min(width - 0.75, to) - Math.max(0.75, from)), height - 1.5);
    const run = state.run;
    if (state.choices.selected.index < run.steps.length) {
      context.fillStyle = palette.accent;
      context.fillRect(gutter + this.whole.left(run, state.choices.selected.index) - 0.5, 0, 1.5, height);
    }
  }

  private window(): { from: number; to: number } {
    const { shown, whole } = this;
    return shown === null || whole === null ? { from: 0, to: 0 } : { from: whole.unzoomed(shown.valueAt(0)), to: whole.unzoomed(shown.valueAt(shown.width)) };
  }

  private paint(context: CanvasRenderingContext2D, ratio: number): void {
    const { palette } = this.theme;
    const { state, gutter, width } = this;
    const whole = this.whole!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = palette.surface;
    context.fillRect(0, 0, gutter + width, height);
    context.fillStyle = palette.soft;
    context.font = `10.5px ${getComputedStyle(document.body).fontFamily}`;
    context.textBaseline = 'middle';
    context.fillText('overview', 12, height / 2);
    const { runs } = state;
    const each = (height - 10) / runs.length;
    runs.forEach((run, at) => {
      const top = 8 + at * each;
      const row = (each - 3) / Math.max(1, run.tracks.length);
      const last = new Float64Array(run.tracks.length).fill(-1);
      run.ofLane.forEach((own, lane) => {
        const track = run.trackOf[lane]!;
        const y = top + track * row;
        context.fillStyle = palette.lane(run.tracks[track]!.hue).edge;
        for (const i of own) {
          const x = whole.left(run, i);
          if (x - last[track]! >= 0.5 && (!state.isFiltered || state.isMatch(run, i))) {
            last[track] = x;
            context.fillRect(gutter + x, y, Math.max(1, Math.min(whole.breadth(run, i) - 0.5, 12)), Math.max(1, Math.min(row - 0.5, 4)));
          }
        }
      });
      for (const i of run.troubles) {
        if (!state.isFiltered || state.isMatch(run, i)) {
          context.fillStyle = run.steps[i]!.deeds.some(deed => isLog(deed) && level(deed) === 'error') ? palette.fail : palette.warn;
          context.fillRect(gutter + whole.left(run, i) - 1, top + each - 4, 3, 3);
        }
      }
    });
    for (const run of runs) {
      for (const deviation of run.deviations) {
        const x = gutter + whole.left(run, deviation);
        context.fillStyle = palette.deviation;
        context.beginPath();
        context.moveTo(x, 8);
        context.lineTo(x - 4, 1);
        context.lineTo(x + 4, 1);
        context.fill();
      }
    }
    if (state.model.runs.length > 1 && runs.length > 1) {
      const x = whole.fork(state.model.agree);
      if (Number.isFinite(x)) {
        context.fillStyle = palette.deviation;
        context.fillRect(gutter + x - 0.5, 6, 1, height - 6);
      }
    }
  }
}
