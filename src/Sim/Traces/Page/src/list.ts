// The steps as a grid of which only the rows in sight are in the page. Where both runs agree they share one wide cell; from where they part on, each has a
// column of its own. Own code, and no library for virtual lists: heights are known beforehand, so that it is one sum and one search.

import { byId, h, oncePerFrame } from './dom.js';
import type { Run } from './model.js';
import { extraLines, fillCell } from './cell.js';
import { filters, type State } from './state.js';
import { count, plural } from './words.js';

const rowHeight = 25;
const lineHeight = 17;
const forkHeight = 28;
const headHeight = 26;

// The row between the steps in which both agree and the others.
const forkRow = -1;

export class List {
  readonly grid = byId('grid');
  private readonly space = byId('rows');
  private readonly head = byId('head');
  private readonly none = byId('none');
  private readonly redraw = oncePerFrame(() => this.render());
  private readonly inPage = new Map<number, HTMLElement>();
  private rows: number[] = [];
  private tops = new Float64Array(1);

  constructor(private readonly state: State) {
    this.grid.addEventListener('scroll', this.redraw, { passive: true });
    this.grid.addEventListener('keydown', event => this.key(event));
    this.grid.addEventListener('mousedown', event => this.click(event));
    new ResizeObserver(this.redraw).observe(this.grid);
    state.listen(changed => {
      const { index } = state.choices.selected;
      if (filters.some(name => changed.has(name)) || !this.shows(index) || (changed.has('selected') && state.isFiltered)) {
        this.arrange();
      }
      this.reveal();
      this.render();
    });
    this.arrange();
    this.reveal(true);
    this.render();
  }

  /** Selects another step of the same run, so many rows on. */
  move(by: number): void {
    const at = this.rowOf(this.state.choices.selected.index);
    this.selectRow(at + by, by < 0 ? -1 : 1);
  }

  /** Selects the first or the last. */
  moveToEnd(last: boolean): void {
    this.selectRow(last ? this.rows.length - 1 : 0, last ? -1 : 1);
  }

  /** How many rows a page is. */
  get page(): number {
    return Math.max(1, Math.floor((this.grid.clientHeight - headHeight) / rowHeight) - 1);
  }

  private get isSplit(): boolean {
    return this.state.choices.view === 'both' && this.state.runs.length > 1;
  }

  private isShared(index: number): boolean {
    return this.isSplit && index < this.state.model.agree;
  }

  private shows(index: number): boolean {
    return this.rows[this.rowOf(index)] === index;
  }

  // Which rows there are, and where each begins.
  private arrange(): void {
    const { state } = this;
    const { runs } = state;
    const { selected } = state.choices;
    const most = Math.max(...runs.map(run => run.steps.length));
    this.rows = [];
    for (let i = 0; i < most; i++) {
      if (this.isSplit && i === state.model.agree && i > 0) {
        this.rows.push(forkRow);
      }
      // A link may lead to a step that is not looked for: it is shown nevertheless.
      if (i === selected.index || runs.some(run => i < run.steps.length && state.isMatch(run, i))) {
        this.rows.push(i);
      }
    }
    this.tops = new Float64Array(this.rows.length + 1);
    this.rows.forEach((row, at) => {
      const lines = row === forkRow ? 0 : Math.max(...(this.isShared(row) ? runs.slice(0, 1) : runs).map(run => (row < run.steps.length ? extraLines(run.steps[row]!) : 0)));
      this.tops[at + 1] = this.tops[at]! + (row === forkRow ? forkHeight : rowHeight + lines * lineHeight + (lines > 0 ? 3 : 0));
    });
    this.space.style.height = `${this.tops[this.rows.length]}px`;
    this.inPage.forEach(element => element.remove());
    this.inPage.clear();
    this.grid.classList.toggle('two', this.isSplit);
    this.grid.setAttribute('aria-rowcount', String(this.rows.length + 1));
    this.grid.setAttribute('aria-colcount', this.isSplit ? '3' : '2');
    this.head.replaceChildren(
      h('div', { role: 'columnheader', class: 'number' }, 'Step'),
      ...runs.map(run => h('div', { role: 'columnheader', class: 'cell' }, h('span', { class: run.failed ? 'dot fail' : 'dot pass', 'aria-hidden': 'true' }), run.title.replace(/^./, letter => letter.toUpperCase()))),
    );
    this.none.hidden = state.found > 0;
    this.none.textContent = most === 0 ? 'This run had no step.' : 'No step matches. Escape in the search field shows all again.';
  }

  private render(): void {
    const from = this.grid.scrollTop - 200;
    const to = this.grid.scrollTop + this.grid.clientHeight + 200;
    const { selected } = this.state.choices;
    const wanted = new Set<number>([this.rowOf(selected.index)]);
    for (let at = this.rowAt(from); at < this.rows.length && this.tops[at]! < to; at++) {
      wanted.add(at);
    }
    for (const [at, element] of this.inPage) {
      if (!wanted.has(at)) {
        element.remove();
        this.inPage.delete(at);
      }
    }
    for (const at of [...wanted].sort((a, b) => a - b)) {
      if (at < this.rows.length && !this.inPage.has(at)) {
        const element = this.build(at);
        const following = [...this.inPage.entries()].filter(([each]) => each > at).sort(([a], [b]) => a - b)[0];
        this.space.insertBefore(element, following?.[1] ?? null);
        this.inPage.set(at, element);
      }
    }
    this.mark();
  }

  private mark(): void {
    const { side, index } = this.state.choices.selected;
    this.space.querySelectorAll('[aria-selected=true]').forEach(cell => cell.setAttribute('aria-selected', 'false'));
    const shared = this.isShared(index) ? this.state.runs[0]!.side : side;
    const cell = document.getElementById(`cell-${shared}-${index}`);
    cell?.setAttribute('aria-selected', 'true');
    if (cell === null) {
      this.grid.removeAttribute('aria-activedescendant');
    } else {
      this.grid.setAttribute('aria-activedescendant', cell.id);
    }
  }

  private build(at: number): HTMLElement {
    const index = this.rows[at]!;
    const { state } = this;
    const row = h('div', { role: 'row', class: 'row', 'aria-rowindex': at + 2 });
    row.style.top = `${this.tops[at]}px`;
    row.style.height = `${this.tops[at + 1]! - this.tops[at]!}px`;
    if (index === forkRow) {
      row.classList.add('fork');
      row.append(h('div', { role: 'gridcell', 'aria-colspan': 3 }, `Both runs agree up to here: ${plural(state.model.agree, 'step')}`));
      return row;
    }
    row.append(h('div', { role: 'rowheader', class: 'number' }, count(index + 1)));
    const shared = this.isShared(index);
    for (const run of shared ? state.runs.slice(0, 1) : state.runs) {
      row.append(this.cell(run, index, shared));
    }
    return row;
  }

  private cell(run: Run, index: number, shared: boolean): HTMLElement {
    if (index >= run.steps.length) {
      return h('div', { role: 'gridcell', class: 'cell over' }, index === run.steps.length ? `over: ${run.outcome}` : '');
    }
    const cell = h('div', { role: 'gridcell', class: 'cell', id: `cell-${run.side}-${index}`, 'aria-selected': 'false', 'aria-colspan': shared ? 2 : null });
    cell.classList.toggle('shared', shared);
    cell.classList.toggle('deviates', run.steps[index]!.insteadOf !== undefined);
    cell.classList.toggle('faint', this.state.isFiltered && !this.state.isMatch(run, index));
    fillCell(cell, this.state, run, index);
    return cell;
  }

  private reveal(centred = false): void {
    const at = this.rowOf(this.state.choices.selected.index);
    const top = this.tops[at] ?? 0;
    const bottom = this.tops[at + 1] ?? top;
    const height = this.grid.clientHeight - headHeight;
    const { scrollTop } = this.grid;
    if (centred || top < scrollTop - height || bottom > scrollTop + 2 * height) {
      this.grid.scrollTop = Math.max(0, top - height / 3);
    } else if (top < scrollTop) {
      this.grid.scrollTop = top;
    } else if (bottom > scrollTop + height) {
      this.grid.scrollTop = bottom - height;
    }
  }

  // The row in which a y is; the first if it is above all.
  private rowAt(y: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1]! <= y) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // The row of a step, or of the next one that is shown. The row of the fork stands right before the first step in which the runs differ.
  private rowOf(index: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const value = this.rows[middle] === forkRow ? this.state.model.agree - 0.5 : this.rows[middle]!;
      if (value < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // The nearest row in a direction that has a step of the selected run.
  private selectRow(at: number, direction: 1 | -1): void {
    const { side } = this.state.choices.selected;
    const run = this.state.run;
    const clamped = Math.max(0, Math.min(at, this.rows.length - 1));
    for (const towards of [direction, -direction]) {
      for (let i = clamped; i >= 0 && i < this.rows.length; i += towards) {
        const row = this.rows[i]!;
        if (row !== forkRow && row < run.steps.length && (!this.state.isFiltered || this.state.isMatch(run, row))) {
          this.state.select(side, row);
          return;
        }
      }
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.isSplit || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) {
      return;
    }
    this.state.select(event.key === 'ArrowLeft' ? 0 : 1, this.state.choices.selected.index);
    event.preventDefault();
  }

  private click(event: MouseEvent): void {
    const cell = (event.target as Element).closest('.cell[id]');
    if (cell !== null && event.button === 0) {
      const [, side, index] = cell.id.split('-').map(Number);
      this.state.select(side!, index!);
    }
  }
}
