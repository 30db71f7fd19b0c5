// What the page says where it cannot show its trace: a sentence, never a blank page.

import { assert, text, withData, withDocument } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

async function damaged(t, change) {
  const page = await t.openChanged(change);
  return { page, said: await text(page, '#trouble') };
}

const cases = [
  ['no data', withData(() => ''), /there is no data in this file/],
  ['data that is cut off', withData(data => data.slice(0, 500)), /the data is not JSON/],
  ['a file that is cut off', html => html.slice(0, html.indexOf('id="trace">') + 700), /the data is not JSON/],
  ['a file that is cut off before its data', html => html.slice(0, html.indexOf('<script type="application/json"')), /there is no data/],
  ['a version of tomorrow', withDocument(d => (d.format = 'simasync.trace/2')), /\$\.format: this page reads simasync\.trace\/1, found "simasync\.trace\/2"/],
  ['null', withData(() => 'null'), /\$: an object is needed/],
  ['no run', withDocument(d => (d.runs = [])), /\$\.runs: one or two are needed, found 0/],
  ['a lane that is not there', withDocument(d => (d.runs[0].steps[3].lane = 99)), /\$\.runs\[0\]\.steps\[3\]\.lane: there is no such lane: there are 7/],
  ['a step woken by a later one', withDocument(d => (d.runs[1].steps[4].wokenBy = 20)), /\$\.runs\[1\]\.steps\[4\]\.wokenBy: an earlier step is needed/],
  ['a file that is not there', withDocument(d => (d.runs[0].steps[0].at.file = -1)), /\$\.runs\[0\]\.steps\[0\]\.at\.file: there is no such file/],
  ['time that goes back', withDocument(d => (d.runs[0].steps[5].ticks = -1)), /\$\.runs\[0\]\.steps\[5\]\.ticks: time does not go back/],
  ['a text that is none', withDocument(d => (d.runs[0].lanes[1].name = 7)), /\$\.runs\[0\]\.lanes\[1\]\.name: a text is needed/],
  ['a step of no kind', withDocument(d => (d.runs[0].steps[2].kind = 'leap')), /\$\.runs\[0\]\.steps\[2\]\.kind: there is no such kind of step/],
];

for (const [name, change, wanted] of cases) {
  check(`damaged: ${name}`, async t => {
    const { page, said } = await damaged(t, change);
    assert.match(said, wanted);
    assert.match(said, /^The trace in this page cannot be read: .* Write the page again: simasync trace FILE\.json --to html\.$/);
    assert.ok(await page.locator('#trouble').isVisible());
    assert.ok(await page.locator('main').isHidden());
    assert.equal(await page.locator('.wait').isVisible(), false);
  });
}

check('what may be missing may be missing, or null', async t => {
  const { page, said } = await damaged(t, withData(() => JSON.stringify({
    format: 'simasync.trace/1', title: null, unknown: 1,
    runs: [{ lanes: [{ path: 'root', name: 'main' }], steps: [{ number: 1, lane: 0, at: null, deeds: null }], waits: null }],
  })));
  assert.equal(said, '');
  assert.equal(await text(page, 'h1'), 'A run');
  assert.match(await text(page, '#details'), /Step 1/);
});

check('who awaits the method that went on is told, and a kind of deed that is new by its text', async t => {
  const { page, said } = await damaged(t, withDocument(d => {
    Object.assign(d.runs[0].steps[9], {
      callers: [{ method: 'Cache.Fetch', at: { file: 0, line: 57 } }, { method: 'Shop.Open', at: null }], awaits: 'Lock \'x\'', thenMethod: 'Store.Close', then: { file: 1, line: 18 }, thenCallers: [{ method: 'Shop.Shut' }],
    });
    (d.runs[0].steps[9].deeds ??= []).push({ kind: 'sang', text: 'sang a song' }, { kind: 'ran', text: 'let Evict go on', lane: 2 });
  }));
  assert.equal(said, '');
  const details = (await text(page, '#details')).replace(/\s+/g, ' ');
  assert.match(details, /resumes Store\.LoadAsync Store\.cs:21 await Task\.Delay\(latency\.Next\(\)\); in Cache\.Fetch Cache\.cs:57 var fresh = await store\.LoadAsync\(key\); in Shop\.Open/);
  assert.match(details, /sang a song let Evict go on/);
  assert.match(details, /awaits Lock 'x' in Store\.Close Store\.cs:18 .* in Shop\.Shut/);
  await page.locator('#search').fill('shop.shut');
  assert.match(await text(page, '#found'), /^1 of 56 steps/);
});

check('a timer that only made a step ready is told apart from one that a method went on from', async t => {
  const { page } = await damaged(t, withDocument(d => {
    const [one, other] = [d.runs[0].steps[9], d.runs[0].steps[10]];
    Object.assign(one, { kind: 'timer', what: 'timer of Task.Delay', deeds: [], awaits: 'its turn', then: one.at, thenMethod: one.method });
    Object.assign(other, { kind: 'timer', what: 'timer of Task.Delay' });
  }));
  assert.match(await text(page, '#cell-0-9'), /Store\.LoadAsync\s+Store\.cs:21\s+out of order/);
  await page.getByRole('radio', { name: 'Failing' }).check();
  assert.match(await text(page, '#cell-0-9'), /timer of Task\.Delay\s+Store\.cs:21\s+out of order/);
  assert.match(await text(page, '#cell-0-10'), /resumes Cache\.Evict by timer\s+Cache\.cs:28\s+→ Task\.Delay\(0\.5 ms\)/);
});

check('a run without a step is shown', async t => {
  const { page, said } = await damaged(t, withData(() => JSON.stringify({ format: 'simasync.trace/1', runs: [{ failed: true, outcome: 'it never began', lanes: [], steps: [] }] })));
  assert.equal(said, '');
  assert.match(await text(page, '#none'), /This run had no step/);
});

check('without JavaScript it says so', async t => {
  const page = await t.open('30', { javaScript: false });
  assert.match(await page.locator('noscript').innerText(), /draws a trace with JavaScript, which is turned off here/);
});
