// That Mermaid draws the Mermaid texts: those that TraceMermaid wrote, and one made by hand.

import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assert } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

const library = join(dirname(createRequire(import.meta.url).resolve('mermaid/package.json')), 'dist', 'mermaid.min.js');

async function mermaid(t) {
  const context = await t.browser.newContext({ offline: true, viewport: { width: 1400, height: 1000 } });
  t.contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', error => t.complaints.push(`uncaught: ${error.message}`));
  page.on('request', request => t.complaints.push(`asked the network for ${request.url()}`));
  await page.setContent('<!doctype html><div id="here"></div>');
  await page.addScriptTag({ content: await readFile(library, 'utf8') });
  await page.evaluate(() => window.mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxTextSize: 2_000_000, maxEdges: 100_000 }));
  return page;
}

const render = (page, source) => page.evaluate(async text => {
  const { svg } = await window.mermaid.render('diagram', text);
  const here = document.getElementById('here');
  here.innerHTML = svg;
  return { actors: here.querySelectorAll('text.actor').length, messages: here.querySelectorAll('.messageText').length, notes: here.querySelectorAll('.noteText').length, text: here.textContent };
}, source);

check('Mermaid draws each text', async t => {
  const page = await mermaid(t);
  let drawn = 0;
  for (const folder of [join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..', 'mermaid'), ...t.options.mermaid]) {
    for (const name of (await readdir(folder)).filter(each => each.endsWith('.mmd')).sort()) {
      const result = await render(page, await readFile(join(folder, name), 'utf8'));
      assert.ok(result.actors > 0 && result.messages + result.notes > 0, `${name}: nothing was drawn`);
      assert.doesNotMatch(result.text, /Syntax error/, name);
      await t.shoot(page, `mermaid-${name}`);
      drawn++;
    }
  }
  t.figures.drawn = drawn;
  assert.ok(drawn > 0, 'there was no text');
});

check('Mermaid refuses a text that is none', async t => {
  const page = await mermaid(t);
  await assert.rejects(render(page, 'sequenceDiagram\n    participant a as\n    a->>: began'), /[Pp]arse error/);
});
