// Search, filters, switches and keys: everything that the reader turns. What a key does, a control does too.

import { byId, h, kept } from './dom.js';
import type { List } from './list.js';
import type { AxisKind, Selected, State, View } from './state.js';
import type { Theme } from './theme.js';
import type { Timeline } from './timeline.js';
import { count, plural } from './words.js';

export class Controls {
  private readonly search = byId<HTMLInputElement>('search');
  private readonly lane = byId<HTMLSelectElement>('lane');
  private readonly help = byId<HTMLDialogElement>('help');
  private readonly keys = byId<HTMLInputElement>('keys');

  constructor(private readonly state: State, private readonly list: List, private readonly timeline: Timeline, theme: Theme) {
    const { model } = state;
    const names = new Map(model.runs.flatMap(run => run.lanes).map(lane => [lane.path, lane.name === lane.path ? lane.name : `${lane.name} (${lane.path})`]));
    this.lane.append(...[...names].map(([path, name]) => h('option', { value: path }, name)));
    const sides: [View, string][] = [['both', 'Side by side'], ...model.runs.map((run, i): [View, string] => [i === 0 ? 'first' : 'second', run.title.split(' ')[0]!.replace(/^./, letter => letter.toUpperCase())])];
    if (model.runs.length > 1) {
      byId('view').append(...sides.map(([value, label]) => h('label', null, h('input', { type: 'radio', name: 'view', value }), h('span', null, label))));
    }
    byId('view').hidden = model.runs.length < 2;

    this.search.addEventListener('input', () => state.set({ query: this.search.value }));
    this.search.addEventListener('keydown', event => this.searchKey(event));
    this.lane.addEventListener('change', () => state.set({ lane: this.lane.value }));
    this.check('out-of-order', checked => state.set({ outOfOrder: checked }));
    this.check('logs', checked => state.set({ logs: checked }));
    this.check('in-sight', checked => state.set({ inSight: checked }));
    this.radios('axis', value => state.set({ axis: value as AxisKind }));
    this.radios('view', value => state.set({ view: value as View }));
    this.radios('theme', value => (theme.choice = value));
    byId<HTMLInputElement>(`theme-${theme.choice}`).checked = true;
    this.button('zoom-in', () => timeline.zoomBy(1.6));
    this.button('zoom-out', () => timeline.zoomBy(1 / 1.6));
    this.button('fit', () => timeline.fit());
    this.button('previous', () => this.deviation(-1));
    this.button('next', () => this.deviation(1));
    this.button('fork', () => this.fork());
    this.button('open-help', () => this.help.showModal());
    this.button('close-help', () => this.help.close());
    this.keys.checked = kept.get('keys') !== 'off';
    this.keys.addEventListener('change', () => kept.set('keys', this.keys.checked ? 'on' : 'off'));
    byId('fork').hidden = model.runs.length < 2;
    document.addEventListener('keydown', event => this.key(event));
    for (const host of [list.grid, timeline.host]) {
      host.addEventListener('keydown', event => this.stepKey(event));
    }
    state.listen(() => this.show());
    this.show();
  }

  // What the controls say follows from the state, whoever changed it.
  private show(): void {
    const { state } = this;
    const { choices } = state;
    this.lane.value = choices.lane;
    byId<HTMLInputElement>('in-sight').checked = choices.inSight;
    for (const [name, value] of [['axis', choices.axis], ['view', choices.view]] as const) {
      for (const radio of document.querySelectorAll<HTMLInputElement>(`input[name=${name}]`)) {
        radio.checked = radio.value === value;
      }
    }
    const all = state.runs.reduce((sum, run) => sum + run.steps.length, 0);
    const runs = state.runs.length > 1 ? ' of both runs' : '';
    const found = state.isFiltered ? `${count(state.found)} of ${plural(all, 'step')}${runs}` : `${plural(all, 'step')}${runs}`;
    const told = byId('found');
    if (told.textContent !== found) {
      told.textContent = found;
    }
    const { deviations } = state;
    const shared = choices.selected.index < state.model.agree;
    const at = deviations.findIndex(each => each.index === choices.selected.index && (shared || each.side === choices.selected.side));
    byId('deviation').textContent = deviations.length === 0 ? 'none out of order' : at < 0 ? `${count(deviations.length)} out of order` : `${count(at + 1)} of ${count(deviations.length)} out of order`;
    for (const id of ['previous', 'next']) {
      byId(id).toggleAttribute('disabled', deviations.length === 0);
    }
  }

  private check(id: string, changed: (checked: boolean) => void): void {
    const box = byId<HTMLInputElement>(id);
    box.addEventListener('change', () => changed(box.checked));
  }

  private radios(name: string, chosen: (value: string) => void): void {
    byId(name).addEventListener('change', event => chosen((event.target as HTMLInputElement).value));
  }

  private button(id: string, click: () => void): void {
    byId(id).addEventListener('click', click);
  }

  // To the next one out of order, and from the last to the first again.
  private deviation(direction: 1 | -1): void {
    const { side, index } = this.state.choices.selected;
    const { deviations } = this.state;
    const order = (each: Selected): number => each.index - index || each.side - side;
    const next = direction > 0 ? deviations.find(each => order(each) > 0) ?? deviations[0] : deviations.findLast(each => order(each) < 0) ?? deviations[deviations.length - 1];
    if (next !== undefined) {
      this.state.select(next.side, next.index);
    }
  }

  private fork(): void {
    const { side } = this.state.choices.selected;
    const { agree, runs } = this.state.model;
    if (runs.length > 1) {
      this.state.select(agree < runs[side]!.steps.length ? side : 1 - side, agree);
    }
  }

  private searchKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.search.value = '';
      this.state.set({ query: '' });
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      const { run } = this.state;
      if (!this.state.isMatch(run, this.state.choices.selected.index)) {
        this.list.moveToEnd(false);
      }
      this.list.grid.focus();
      event.preventDefault();
    }
  }

  // From step to step, in the list as in the timeline.
  private stepKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    const { list } = this;
    const moves: Record<string, () => void> = {
      ArrowDown: () => list.move(1), ArrowUp: () => list.move(-1), ArrowRight: () => list.move(1), ArrowLeft: () => list.move(-1),
      PageDown: () => list.move(list.page), PageUp: () => list.move(-list.page), Home: () => list.moveToEnd(false), End: () => list.moveToEnd(true),
    };
    if (moves[event.key] !== undefined) {
      moves[event.key]!();
      event.preventDefault();
    }
  }

  private key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (!this.keys.checked || event.ctrlKey || event.metaKey || event.altKey || this.help.open || target.closest('input[type=search], select, textarea') !== null) {
      return;
    }
    const { state, timeline } = this;
    const views: View[] = ['both', 'first', 'second'];
    const does: Record<string, () => void> = {
      '/': () => this.search.select(), n: () => this.deviation(1), p: () => this.deviation(-1), f: () => this.fork(),
      t: () => state.set({ axis: state.choices.axis === 'steps' ? 'time' : 'steps' }),
      s: () => state.model.runs.length > 1 && state.set({ view: views[(views.indexOf(state.choices.view) + 1) % 3]! }),
      '+': () => timeline.zoomBy(1.6), '=': () => timeline.zoomBy(1.6), '-': () => timeline.zoomBy(1 / 1.6), '0': () => timeline.fit(), '?': () => this.help.showModal(),
    };
    if (does[event.key] !== undefined) {
      does[event.key]!();
      event.preventDefault();
    }
  }
}
