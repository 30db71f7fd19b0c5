// What comes first: what failed, how it was found, why the order mattered, who waited at the end, and how to play it again.

import { byId, h } from './dom.js';
import type { Run } from './model.js';
import type { State } from './state.js';
import { count, did, place, plural, time } from './words.js';

export function summarize(state: State, announce: (text: string) => void): void {
  const { model } = state;
  const { trace } = model;
  const { failure } = trace;
  const first = model.runs[0]!;
  document.title = `${failure === undefined ? '' : 'Failed: '}${trace.title ?? 'A run'} · SimAsync`;
  byId('title').textContent = trace.title ?? 'A run';
  const failed = failure !== undefined || first.failed;
  byId('verdict').textContent = failed ? 'Failed' : 'Passed';
  byId('verdict').className = failed ? 'verdict fail' : 'verdict pass';

  const cards = byId('cards');
  const message = h('section', { class: 'card', 'aria-labelledby': 'failure-title' });
  if (failure === undefined) {
    message.append(h('h2', { id: 'failure-title' }, 'Outcome'), h('p', null, first.outcome === '' ? 'It ended.' : first.outcome));
  } else {
    message.append(
      h('h2', { id: 'failure-title' }, failure.type.split('.').pop()!),
      h('pre', { class: 'message', tabindex: '0', role: 'group', 'aria-label': 'Message' }, dedent(failure.message)),
    );
  }
  message.append(h('p', { class: 'finding' }, failure?.finding === undefined ? '' : `${sentences(failure.finding)} `, `${failure?.finding === undefined ? `${plural(first.steps.length, 'step')}, ${count(first.deviations.length)} out of order. ` : ''}${plural(first.lanes.length, 'lane')}, ${time(first.steps.at(-1)?.ticks ?? 0)} of virtual time.`));
  cards.append(message);
  if (model.runs.length > 1) {
    cards.append(why(state, failure?.why));
  } else if (failure?.why !== undefined) {
    message.append(h('p', { class: 'finding' }, ...quoted(failure.why)));
  }
  if (model.runs.some(run => run.waits.length > 0)) {
    cards.append(waits(state));
  }
  const command = failure?.replay ?? failure?.replayCode;
  byId('replay').hidden = command === undefined;
  byId('command').textContent = command ?? '';
  byId('copy').addEventListener('click', () => void copy(command ?? '', announce));
}

// The sentence, and the two steps with which the runs part.
function why(state: State, sentence: string | undefined): HTMLElement {
  const { model } = state;
  const { agree } = model;
  const turns = model.runs.filter(run => agree < run.steps.length).map(run => {
    const step = run.steps[agree]!;
    const code = model.codeAt(step.at);
    return h('li', { class: run.failed ? 'fail' : 'pass' },
      h('button', { type: 'button', class: 'link', click: () => state.select(run.side, agree) }, `${run.title}, step ${count(agree + 1)}`),
      h('span', { class: 'who' }, h('b', null, run.lanes[step.lane]!.name), ` ${did(step)} `, h('span', { class: 'place', title: step.at === undefined ? null : model.trace.files[step.at.file] }, place(model, step.at))),
      code !== undefined && h('code', null, code));
  });
  const text = sentence ?? (turns.length === 0 ? 'Both runs did the same.' : `Both runs agree for ${plural(agree, 'step')}.`);
  return h('section', { class: 'card', 'aria-labelledby': 'why-title' }, h('h2', { id: 'why-title' }, 'Why'), h('p', null, ...quoted(text)), turns.length > 0 && h('ul', { class: 'turns' }, ...turns));
}

function waits(state: State): HTMLElement {
  const { model } = state;
  const run = model.runs.find(each => each.waits.length > 0)!;
  const rows = run.waits.map(wait => {
    const since = wait.since;
    return h('tr', null,
      h('th', { scope: 'row' }, wait.who),
      h('td', null, wait.for),
      h('td', null, wait.heldBy.length === 0 ? '–' : wait.heldBy.join(', ')),
      h('td', null, wait.method === undefined ? '' : `${wait.method} `, wait.at !== undefined && h('span', { class: 'place', title: model.codeAt(wait.at) ?? model.trace.files[wait.at.file] }, place(model, wait.at))),
      h('td', null, since === undefined || since === 0 ? '' : sinceLink(state, run, since)));
  });
  return h('section', { class: 'card waits', 'aria-labelledby': 'waits-title' },
    h('h2', { id: 'waits-title' }, 'Waiting at the end'),
    h('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Who waited for what' },
      h('table', null,
        h('thead', null, h('tr', null, ...['Who', 'waits for', 'held by', 'in', 'since'].map(name => h('th', { scope: 'col' }, name)))),
        h('tbody', null, ...rows))));
}

function sinceLink(state: State, run: Run, since: number): HTMLElement {
  return h('button', { type: 'button', class: 'link', click: () => state.select(run.side, since - 1) }, `step ${count(since)}`);
}

// `names` in backquotes are names in code.
function quoted(text: string): (Node | string)[] {
  return text.split(/`([^`]*)`/).map((part, i) => (i % 2 === 1 ? h('code', null, part) : part));
}

// Lines as sentences of one paragraph.
function sentences(text: string): string {
  return text.split('\n').map(line => line.trim()).filter(line => line !== '').map(line => (/[.!?:]$/.test(line) ? line : `${line}.`)).join(' ');
}

// Without the indentation that all lines have.
function dedent(text: string): string {
  const lines = text.replace(/\s+$/, '').replace(/^\s*\n/, '').split('\n');
  const common = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length));
  return Number.isFinite(common) ? lines.map(line => line.slice(common)).join('\n') : text;
}

async function copy(text: string, announce: (text: string) => void): Promise<void> {
  const button = byId('copy');
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page in a frame, or over plain HTTP, may not: then the old way.
    const field = h('textarea', { class: 'away', 'aria-hidden': 'true', tabindex: '-1' });
    field.value = text;
    document.body.append(field);
    field.select();
    copied = document.execCommand('copy');
    field.remove();
    button.focus();
  }
  const before = 'Copy';
  button.textContent = copied ? 'Copied' : 'Not allowed';
  announce(copied ? 'Copied the command.' : 'The browser does not allow copying: select the command instead.');
  setTimeout(() => (button.textContent = before), 2000);
}
