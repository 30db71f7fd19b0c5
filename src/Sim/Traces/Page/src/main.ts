// Reads the trace that is in the page, and shows it; or says in a sentence why it cannot.

import { Controls } from './controls.js';
import { Details } from './details.js';
import { byId } from './dom.js';
import { drawLegend } from './legend.js';
import { List } from './list.js';
import { Model } from './model.js';
import { splitter } from './split.js';
import { State } from './state.js';
import { summarize } from './summary.js';
import { Theme } from './theme.js';
import { Timeline } from './timeline.js';
import { readTrace, TraceError } from './trace.js';
import { plural, sentence, time } from './words.js';

function start(): void {
  const theme = new Theme();
  const model = new Model(readTrace(byId('trace')?.textContent ?? ''));
  const state = new State(model);
  const announce = (text: string): void => void (byId('live').textContent = text);
  document.body.className = 'read';
  summarize(state, announce);
  byId('canvas').textContent = alternative(model);
  byId('about').textContent = alternative(model);
  const list = new List(state);
  const timeline = new Timeline(state, theme);
  new Details(state);
  new Controls(state, list, timeline, theme);
  drawLegend(theme);
  splitter(byId('split-columns'), '--list', true);
  splitter(byId('split-rows'), '--timeline', false);
  state.listen(changed => {
    // The list and the timeline tell their value themselves while they have the focus.
    if (changed.has('selected') && document.activeElement !== list.grid && document.activeElement !== timeline.host) {
      announce(sentence(model, state.run, state.choices.selected.index));
    }
  });
  performance.mark('simasync-drawn');
}

function alternative(model: Model): string {
  const runs = model.runs.map(run => {
    const numbers = run.deviations.slice(0, 10).map(each => each + 1).join(', ');
    const out = run.deviations.length === 0 ? 'none out of order' : `out of order: ${plural(run.deviations.length, 'step')} (${numbers}${run.deviations.length > 10 ? ' and more' : ''})`;
    return `The ${run.title}: ${plural(run.steps.length, 'step')} in ${plural(run.lanes.length, 'lane')}, ${time(run.steps.at(-1)?.ticks ?? 0)} of virtual time, ${out}.`;
  });
  const fork = model.runs.length > 1 ? ` Both agree for ${plural(model.agree, 'step')}.` : '';
  return `${runs.join(' ')}${fork} The list of steps says all that the picture shows.`;
}

function giveUp(what: string): void {
  document.body.className = 'unreadable';
  byId('trouble').textContent = what;
}

document.addEventListener('DOMContentLoaded', () => {
  try {
    start();
  } catch (e) {
    giveUp(e instanceof TraceError
      ? `The trace in this page cannot be read: ${e.message}. Write the page again: simasync trace FILE.json --to html.`
      : `This page cannot show its trace (${(e as Error).message}). It is a mistake in SimAsync: please report it, with the file.`);
    if (!(e instanceof TraceError)) {
      console.error(e);
    }
  }
});
