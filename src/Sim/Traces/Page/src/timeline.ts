// The timeline: lanes from top to bottom, steps or virtual time from left to right, one run below the other on the same axis. It is drawn on a canvas, for it
// has to keep up with ten thousand steps; to assistive technology it is a slider through the steps, whose value is told in words.

import { select, type Selection } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import { Axis } from './axis.js';
import { byId, oncePerFrame } from './dom.js';
import { drawPane, type Scene } from './draw.js';
import { drawFrame } from './frame.js';
import type { Run } from './model.js';
import { Overview } from './overview.js';
import { clampScroll, layPanes, reveal, tracksInSight, type Pane } from './panes.js';
import { showTip, stepAt, trackAt } from './pointer.js';
import type { State } from './state.js';
import type { Theme } from './theme.js';
import { sentence } from './words.js';

// How many steps are in sight at first, if there are many.
const firstSight = 48;

export class Timeline {
  readonly host = byId('timeline');
  private readonly canvas = byId<HTMLCanvasElement>('canvas');
  private readonly plot = byId('plot');
  private readonly tip = byId('tip');
  private readonly context = this.canvas.getContext('2d')!;
  private readonly zoom: ZoomBehavior<HTMLElement, unknown>;
  private readonly gestures: Selection<HTMLElement, unknown, null, undefined>;
  private readonly overview: Overview;
  private readonly fonts = { sans: getComputedStyle(document.body).fontFamily, mono: getComputedStyle(byId('replay')).fontFamily };
  private readonly redraw = oncePerFrame(() => this.draw());
  private axis: Axis;
  private panes: Pane[] = [];
  private width = 0;
  private height = 0;
  private gutter = 180;

  constructor(private readonly state: State, private readonly theme: Theme) {
    this.axis = new Axis(state.model, 'steps', 100);
    this.gestures = select(this.plot);
    this.overview = new Overview(state, theme, x => this.gestures.call(this.zoom.translateTo, x, 0));
    this.zoom = zoom<HTMLElement, unknown>()
      // A wheel scrolls; with Ctrl, or as a pinch, it zooms. The left button drags.
      .filter((event: MouseEvent | WheelEvent) => (event.type === 'wheel' ? event.ctrlKey || event.metaKey : !event.button && !event.ctrlKey))
      .wheelDelta((event: WheelEvent) => -event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.004))
      .on('zoom', (event: D3ZoomEvent<HTMLElement, unknown>) => {
        if (event.sourceEvent instanceof MouseEvent && event.sourceEvent.type === 'mousemove') {
          this.scroll(this.panes.find(pane => pane.bottom > event.sourceEvent.offsetY), -event.sourceEvent.movementY);
        }
        this.axis.follow(event.transform);
        this.layOut();
        this.redraw();
      });
    this.gestures.call(this.zoom).on('dblclick.zoom', null);
    this.plot.addEventListener('wheel', event => this.wheel(event), { passive: false });
    this.plot.addEventListener('click', event => this.click(event));
    this.plot.addEventListener('dblclick', event => this.gestures.call(this.zoom.scaleBy, event.shiftKey ? 0.5 : 2, [event.offsetX, 0]));
    this.plot.addEventListener('mousemove', event => this.hover(event));
    this.plot.addEventListener('mouseleave', () => (this.tip.hidden = true));
    this.host.addEventListener('click', event => this.clickGutter(event));
    this.host.addEventListener('keydown', event => this.key(event));
    theme.listen(() => this.draw());
    state.listen(changed => {
      if (changed.has('axis')) {
        this.changeAxis();
      }
      if (changed.has('view') || changed.has('inSight')) {
        this.layOut();
      }
      if (changed.has('selected')) {
        this.reveal();
      }
      this.describe();
      this.redraw();
    });
    this.resize();
    new ResizeObserver(() => this.resize()).observe(this.host);
    this.lookAtFirst();
    this.describe();
    this.draw();
  }

  zoomBy(factor: number): void {
    const { selected } = this.state.choices;
    const x = this.axis.left(this.state.run, selected.index);
    // Around the selected step, if it is in sight.
    this.gestures.call(this.zoom.scaleBy, factor, [x >= 0 && x <= this.axis.width ? x : this.axis.width / 2, 0]);
  }

  fit(): void {
    this.gestures.call(this.zoom.transform, zoomIdentity);
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.host;
    if (clientWidth === this.width && clientHeight === this.height) {
      return;
    }
    const kept = this.width === 0 ? null : [this.axis.valueAt(0), this.axis.valueAt(this.axis.width)] as const;
    [this.width, this.height] = [clientWidth, clientHeight];
    this.gutter = Math.round(Math.max(90, Math.min(190, this.width * 0.24)));
    this.plot.style.left = `${this.gutter}px`;
    const ratio = devicePixelRatio;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.useAxis(kept);
    this.layOut();
    this.reveal();
    this.draw();
  }

  // What was in sight over steps stays in sight over time, and the other way round.
  private changeAxis(): void {
    const run = this.state.runs[0]!;
    const before = this.axis;
    const whole = before.left(run, 0) >= -1 && before.endOf(run) <= before.width + 1;
    const from = Math.min(before.firstFrom(run, 0), run.steps.length - 1);
    const to = Math.min(before.firstFrom(run, before.width), run.steps.length - 1);
    this.useAxis(null);
    if (!whole && to > from) {
      const values = [from, to].map(each => (this.axis.kind === 'steps' ? each : run.steps[each]!.ticks)) as [number, number];
      this.useAxis(values[1] > values[0] ? values : null);
    }
    this.reveal();
  }

  private useAxis(sight: readonly [number, number] | null): void {
    const width = Math.max(50, this.width - this.gutter);
    this.axis = new Axis(this.state.model, this.state.choices.axis, width);
    this.zoom.scaleExtent([1, this.axis.deepest]).translateExtent([[0, 0], [width, 1]]).extent([[0, 0], [width, 1]]);
    this.overview.resize(this.gutter, width);
    this.look(sight);
  }

  private look(sight: readonly [number, number] | null): void {
    const { axis } = this;
    if (sight === null) {
      this.fit();
      return;
    }
    const [from, to] = sight.map(value => axis.unzoomed(value)) as [number, number];
    const k = Math.max(1, Math.min(axis.deepest, axis.width / Math.max(1e-9, to - from)));
    this.gestures.call(this.zoom.transform, zoomIdentity.scale(k).translate(-from, 0));
  }

  private lookAtFirst(): void {
    const { index } = this.state.choices.selected;
    const n = this.state.run.steps.length;
    if (n > firstSight * 1.5) {
      const from = Math.max(0, Math.min(index - firstSight / 3, n - firstSight));
      this.look([from, from + firstSight]);
    }
    this.reveal();
  }

  private reveal(): void {
    const { selected } = this.state.choices;
    const run = this.state.run;
    const pane = this.panes.find(each => each.run === run);
    if (pane === undefined || selected.index >= run.steps.length) {
      return;
    }
    const x = this.axis.left(run, selected.index);
    const width = this.axis.width;
    const breadth = Math.min(this.axis.breadth(run, selected.index), width);
    const margin = Math.min(60, width / 8);
    if (x < 0 || x + breadth > width) {
      // Not to the middle, if the neighbour is what was asked for.
      const near = x > -2 * breadth - 40 && x < width + 2 * breadth + 40;
      const target = near ? (x < 0 ? margin : width - margin - breadth) : width / 2;
      const base = this.axis.unzoomed(this.axis.valueAt(x));
      this.gestures.call(this.zoom.translateTo, base, 0, [target, 0]);
    }
    this.layOut();
    // With what would have gone in its place, if there is room for both.
    const step = run.steps[selected.index]!;
    for (const lane of [step.insteadOf?.lane ?? step.lane, step.lane]) {
      reveal(this.panes.find(each => each.run === run)!, run.trackOf[lane]!);
    }
    this.align(this.panes.find(each => each.run === run)!);
  }

  private draw(): void {
    if (this.width === 0) {
      return;
    }
    const { context, gutter } = this;
    const scene: Scene = { context, palette: this.theme.palette, axis: this.axis, state: this.state, width: this.axis.width, fonts: this.fonts };
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.fillStyle = scene.palette.surface;
    context.fillRect(0, 0, this.width, this.height);
    drawFrame.behind(scene, this.panes, gutter, this.height);
    context.save();
    context.beginPath();
    context.rect(gutter, 0, this.width - gutter, this.height);
    context.clip();
    context.translate(gutter, 0);
    this.panes.forEach(pane => drawPane(scene, pane));
    drawFrame.fork(scene, this.panes);
    context.restore();
    drawFrame.names(scene, this.panes, gutter);
    this.overview.draw(this.axis);
  }

  private describe(): void {
    const { selected } = this.state.choices;
    const run = this.state.run;
    this.host.setAttribute('aria-valuemax', String(Math.max(1, run.steps.length)));
    this.host.setAttribute('aria-valuenow', String(selected.index + 1));
    this.host.setAttribute('aria-valuetext', run.steps.length === 0 ? 'No step' : sentence(this.state.model, run, selected.index));
  }

  private key(event: KeyboardEvent): void {
    const lane = this.state.run.steps[this.state.choices.selected.index]?.lane;
    const ofLane = (run: Run, i: number): boolean => run.steps[i]!.lane === lane;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === 'ArrowDown') {
      this.state.seek(1, ofLane);
    } else if (event.key === 'ArrowUp') {
      this.state.seek(-1, ofLane);
    } else {
      return;
    }
    event.preventDefault();
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.metaKey) {
      return;
    }
    const unit = event.deltaMode === 1 ? 16 : 1;
    const [dx, dy] = event.shiftKey ? [event.deltaY || event.deltaX, 0] : [event.deltaX, event.deltaY];
    const pane = this.panes.find(each => each.bottom > event.offsetY);
    // Where there is nothing to scroll, the page does.
    if (this.scroll(pane, dy * unit) || dx !== 0) {
      event.preventDefault();
    }
    if (dx !== 0) {
      const k = this.axis.unzoomed(this.axis.valueAt(1)) - this.axis.unzoomed(this.axis.valueAt(0));
      this.gestures.call(this.zoom.translateBy, -dx * unit * k, 0);
    }
    this.redraw();
  }

  private scroll(pane: Pane | undefined, by: number): boolean {
    if (pane === undefined) {
      return false;
    }
    const before = pane.scroll;
    pane.scroll = clampScroll(pane, before + by);
    this.align(pane);
    return pane.scroll !== before;
  }

  // Both runs have about the same lanes: they scroll together.
  private align(pane: Pane): void {
    this.panes.forEach(each => (each.scroll = clampScroll(each, pane.scroll)));
  }

  private layOut(): void {
    const { axis } = this;
    const { inSight, selected } = this.state.choices;
    const tracks = (run: Run): number[] => (inSight ? tracksInSight(run, axis, selected) : run.tracks.map((_, track) => track));
    this.panes = layPanes(this.state.runs, tracks, this.height, this.panes);
  }

  private click(event: MouseEvent): void {
    const hit = stepAt(this.axis, this.panes, event.offsetX, event.offsetY);
    if (hit !== null) {
      this.state.select(hit.run.side, hit.index);
    }
    event.stopPropagation();
  }

  // A name chooses its lane, and again all lanes.
  private clickGutter(event: MouseEvent): void {
    const track = event.target === this.host ? trackAt(this.panes, event.offsetY) : undefined;
    if (track !== undefined && track.lanes === 1) {
      this.state.set({ lane: this.state.choices.lane === track.path ? '' : track.path });
    }
  }

  private hover(event: MouseEvent): void {
    const hit = event.buttons === 0 ? stepAt(this.axis, this.panes, event.offsetX, event.offsetY) : null;
    const text = hit === null ? null : sentence(this.state.model, hit.run, hit.index);
    showTip(this.tip, text, this.gutter + event.offsetX, event.offsetY, this.width, this.height);
  }
}
