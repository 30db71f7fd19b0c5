// All that is known of the selected step, with links to the steps that it has to do with.

import { byId, h } from './dom.js';
import type { Arrow, Run } from './model.js';
import type { State } from './state.js';
import type { Deed, Frame, Place } from './trace.js';
import { count, did, insteadOf, isLog, level, place, plural, thereafter, time } from './words.js';


export class Details {
  private readonly body = byId('details-body');
  private readonly title = byId('details-title');

  constructor(private readonly state: State) {
    state.listen(changed => (changed.has('selected') || changed.has('view')) && this.render());
    this.render();
  }

  private render(): void {
    const { state } = this;
    const { run, model } = state;
    const { index } = state.choices.selected;
    const step = run.steps[index];
    if (step === undefined) {
      this.title.textContent = 'No step';
      this.body.replaceChildren();
      return;
    }
    const lane = run.lanes[step.lane]!;
    this.title.replaceChildren(
      `Step ${count(step.number)}`,
      h('span', { class: 'lane', '--hue': run.tracks[run.trackOf[step.lane]!]!.hue }, lane.name),
      h('span', { class: 'path' }, lane.path === lane.name ? '' : lane.path),
      model.runs.length > 1 ? h('span', { class: `run ${run.failed ? 'fail' : 'pass'}` }, run.title) : '',
    );
    const list = h('dl');
    const say = (name: string, ...what: (Node | string | false | null)[]): void => {
      list.append(h('dt', null, name), h('dd', null, ...what));
    };
    if (step.insteadOf !== undefined) {
      const { ranAs } = step.insteadOf;
      say('Out of order', h('span', { class: 'out' }, `In order ${insteadOf(model, run, step)} would have gone.`), ' ', ranAs === undefined ? 'It never ran.' : h('span', null, 'It ran as ', this.link(run, ranAs - 1), '.'));
    }
    say('When', `${time(step.ticks)} of virtual time`, step.ready > 1 ? ` · ${plural(step.ready, 'step')} ready, this one included` : ' · nothing else was ready');
    say('Went on', did(step), ' ', this.source(step.at), this.stack(step.callers));
    if (step.wokenBy !== undefined) {
      say('Woken by', this.link(run, step.wokenBy - 1), ` ${this.why(run.to(index).find(arrow => arrow.from === step.wokenBy! - 1))}`);
    }
    if (step.deeds.length > 0) {
      say('Did', h('ul', { class: 'deeds' }, ...step.deeds.map(deed => this.deed(run, index, deed))));
    }
    const woke = run.from(index).filter(arrow => arrow.to >= 0 && (arrow.kind === 'woke' || arrow.kind === 'released'));
    if (woke.length > 0) {
      say('Woke', ...woke.flatMap((arrow, i) => [i > 0 ? ', ' : '', this.link(run, arrow.to)]));
    }
    const after = thereafter(run, step);
    if (after !== '') {
      const next = run.next[index]!;
      say('Then', after, step.thenMethod !== undefined && step.thenMethod !== step.method ? ` in ${step.thenMethod}` : '', ' ', this.source(step.then), next >= 0 && h('span', { class: 'next' }, 'goes on in ', this.link(run, next, false)), this.stack(step.awaits === undefined ? [] : step.thenCallers));
    }
    const other = model.runs[1 - run.side];
    if (other !== undefined) {
      const same = other.counterpart(run, index);
      const moved = same - index;
      say(`In the ${other.title}`, same < 0 ? 'this turn of the task never came' : h('span', null, this.link(other, same, false), moved === 0 ? ', at the same place' : `, ${plural(Math.abs(moved), 'step')} ${moved > 0 ? 'later' : 'earlier'}`));
    }
    this.body.replaceChildren(list);
  }

  private why(arrow: Arrow | undefined): string {
    return arrow?.kind === 'released' ? 'which released what it waited for' : arrow?.kind === 'began' ? 'which began it' : arrow?.kind === 'cancelled' ? 'which cancelled it' : '';
  }

  private deed(run: Run, index: number, deed: Deed): HTMLElement {
    if (isLog(deed)) {
      return h('li', { class: `log ${level(deed)}` }, h('span', { class: 'level' }, level(deed)), deed.category !== undefined && deed.category !== '' && h('span', { class: 'category', title: deed.category }, deed.category), h('span', { class: 'text' }, deed.text));
    }
    const arrow = deed.lane === undefined ? undefined : run.from(index).find(each => each.lane === deed.lane && each.kind === deed.kind);
    return h('li', { class: deed.kind }, deed.text, arrow !== undefined && arrow.to >= 0 && h('span', null, ' ', this.link(run, arrow.to, false)));
  }

  // Who awaits the method that went on, from the nearest on.
  private stack(callers: readonly Frame[]): HTMLElement | null {
    return callers.length === 0 ? null : h('ul', { class: 'stack' }, ...callers.map(frame => h('li', null, `in ${frame.method} `, this.source(frame.at))));
  }

  private source(at: Place | undefined): HTMLElement | string {
    if (at === undefined) {
      return '';
    }
    const { model } = this.state;
    const code = model.codeAt(at);
    return h('span', { class: 'source' }, h('span', { class: 'place', title: model.trace.files[at.file] }, place(model, at)), code !== undefined && h('code', null, code));
  }

  private link(run: Run, index: number, named = true): HTMLElement {
    const name = named ? ` ${run.lanes[run.steps[index]!.lane]!.name}` : '';
    return h('button', {
      type: 'button', class: 'link', click: () => {
        this.state.select(run.side, index);
        // The link is gone with the step that it belonged to.
        this.title.focus();
      },
    }, `step ${count(index + 1)}${name}`);
  }
}

