// That the page opens from disk and shows what the trace has.

import { assert, changed, picture, press, selected, settled, step, text, withDocument } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

check('it opens from disk and says first what failed, how it was found, why, and how to play it again', async t => {
  const page = await t.open('30');
  assert.match(await page.title(), /^Failed: Shop\.Tests\.CacheTests/);
  assert.equal(await text(page, 'h1'), 'Shop.Tests.CacheTests.Refill_WhileEvicting_KeepsTheValue');
  assert.equal(await text(page, '#verdict'), 'Failed');
  const header = await text(page, 'header');
  assert.match(header, /AssertionException\s+Assert\.That\(cache\.Count, Is\.EqualTo\(1\)\)\s+Expected: 1\s+But was: {2}0/);
  assert.match(header, /Run 37 of at most 1,000 \(pct, seed 5\)\. Shrunk from 23 out-of-order steps to 1 in 41 runs\./);
  assert.match(header, /Both runs agree for 9 steps; then the passing one ran root\.2 Evict \(Cache\.cs:28\)/);
  assert.match(await text(page, '#command'), /^SIMASYNC_REPLAY=sim1\.AAMGAQIAWFhYINe3zw dotnet test --filter "/);
  for (const part of ['h1', '.message', '#command', '#grid', '#canvas', '#details-title']) {
    const box = await page.locator(part).first().boundingBox();
    assert.ok(box.y >= 0 && box.y < 900 && box.height > 5, `${part} is not on the first screen`);
  }
});

check('it shows the two steps with which the runs part, with their lines of source', async t => {
  const page = await t.open('30');
  const turns = await page.locator('.turns li').allInnerTexts();
  assert.equal(turns.length, 2);
  assert.match(turns[0], /failing run, step 10\s+Store\.LoadAsync resumes Store\.LoadAsync Store\.cs:21\s+await Task\.Delay\(latency\.Next\(\)\);/);
  assert.match(turns[1], /passing run, step 10\s+Evict resumes Cache\.Evict Cache\.cs:28\s+await Task\.Delay\(idle, stop\);/);
  await page.locator('.turns button').nth(1).click();
  assert.match(await selected(page), /^Step 10 Evict root\.2 passing run$/);
});

check('it draws the timeline and the overview, over steps and over virtual time', async t => {
  const page = await t.open('1000');
  const steps = await picture(page, 'canvas');
  assert.ok(steps.colours > 30, `${steps.colours} colours are a blank picture`);
  assert.ok((await picture(page, 'overview')).colours > 10);
  await page.getByRole('radio', { name: 'Virtual time' }).check();
  await settled(page);
  const time = await picture(page, 'canvas');
  assert.ok(time.colours > 30);
  assert.notEqual(time.sum, steps.sum);
  await press(page, 't');
  assert.ok(await page.getByRole('radio', { name: 'Steps' }).isChecked());
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await settled(page);
  const all = await picture(page, 'canvas');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await settled(page);
  assert.notEqual((await picture(page, 'canvas')).sum, all.sum);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await settled(page);
  assert.equal((await picture(page, 'canvas')).sum, all.sum, 'the same view gave another picture');
});

check('each thing that happened has a mark in the timeline', async t => {
  const draw = async (name, change) => {
    // What is empty is not written.
    const page = await t.openChanged(withDocument(d => {
      d.runs.forEach(run => (run.waits ??= [], run.steps.forEach(step => (step.deeds ??= []))));
      change(d);
    }));
    // The header may say less then; the picture is to be of one size.
    await page.evaluate(() => (document.querySelector('header').style.display = 'none'));
    await settled(page);
    const { width, height } = await page.locator('#canvas').boundingBox();
    return { name, size: `${width} ${height}`, sum: (await picture(page, 'canvas')).sum };
  };
  const eachStep = change => d => d.runs.forEach(run => run.steps.forEach(change));
  const without = (kind, field = 'kind') => eachStep(step => (step.deeds = step.deeds.filter(deed => deed[field] !== kind)));
  const whole = await draw('all', () => {});
  const others = [
    await draw('what would have gone in order', eachStep(step => delete step.insteadOf)),
    await draw('where that ran', eachStep(step => step.insteadOf && (step.insteadOf.ranAs = 13))),
    await draw('who woke whom, who was ready', eachStep(step => delete step.wokenBy)),
    await draw('released', without('released')),
    await draw('began', without('began')),
    await draw('cancelled', without('cancelled')),
    await draw('logged', without('logged')),
    await draw('how bad it was', eachStep(step => step.deeds.forEach(deed => deed.level === 'Warning' && (deed.level = 'Debug')))),
    await draw('a lane that went on within a step', d => d.runs[0].steps[14].deeds.push({ kind: 'ran', text: 'x', lane: 2 })),
    await draw('ended', d => d.runs.forEach(run => run.lanes.forEach(lane => delete lane.ended))),
    await draw('who waits at the end', d => d.runs[0].waits.push({ lane: 6, who: 'Metrics', for: 'nothing' })),
    await draw('where they part', d => (d.failure.agree = 8)),
  ];
  assert.deepEqual(others.filter(each => each.size !== whole.size), []);
  assert.deepEqual(others.filter(each => each.sum === whole.sum).map(each => each.name), []);
});

check('a click in the timeline selects the step that is drawn there, a drag moves it, a wheel with Ctrl zooms', async t => {
  const page = await t.open('30');
  await page.getByRole('radio', { name: 'Failing' }).check();
  await settled(page);
  const box = await page.locator('#plot').boundingBox();
  // 28 steps over the whole width.
  await page.mouse.click(box.x + (box.width / 28.6) * 14.5, box.y + 60);
  assert.equal(await step(page), 15);
  const before = await picture(page, 'canvas');
  await page.mouse.move(box.x + 300, box.y + 60);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  const zoomed = await changed(page, 'canvas', before);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await settled(page);
  assert.notEqual((await picture(page, 'canvas')).sum, zoomed.sum);
  assert.equal(await step(page), 15, 'a drag is no click');
});

check('the details say all of a step, and their links lead to the steps that it has to do with', async t => {
  const page = await t.open('30');
  const details = await text(page, '#details');
  assert.match(details, /Step 10/);
  assert.match(details, /Out of order\s+In order Evict \(Cache\.cs:28\) would have gone\. It ran as step 11 Evict\./);
  assert.match(details, /5 ms of virtual time · 2 steps ready/);
  assert.match(details, /resumes Store\.LoadAsync\s+Store\.cs:21\s+await Task\.Delay\(latency\.Next\(\)\);/);
  assert.match(details, /Woke\s+step 12 Refill/);
  assert.match(details, /In the passing run\s+step 11, 1 step later/);
  await page.getByRole('button', { name: 'step 12 Refill' }).click();
  assert.match(await selected(page), /^Step 12 Refill/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'details-title');
  assert.match(await text(page, '#details'), /Woken by\s+step 10 Store\.LoadAsync/);
  await page.getByRole('button', { name: 'step 10 Store.LoadAsync' }).click();
  assert.equal(await step(page), 10);
});

check('a failure without a second run says what there is to say', async t => {
  const page = await t.open('deadlock');
  assert.ok(await page.locator('#view').isHidden() && await page.locator('#fork').isHidden());
  assert.equal(await page.locator('#grid').getAttribute('aria-colcount'), '2');
  assert.match(await text(page, 'header'), /Run 1 of at most 1,000 \(in order\)\. 4 lanes, 9 h of virtual time\./);
});

check('logs stand where they were written', async t => {
  const page = await t.open('30');
  const cell = page.locator('#cell-0-14');
  assert.match(await cell.innerText(), /Refill\s+Cache\.cs:64[\s\S]*released Lock 'cache'\s+info\s*Refilled price:6/);
});

check('who waited at the end stands on top, with what for, who held it, and since when', async t => {
  const page = await t.open('deadlock');
  const rows = await page.locator('.waits tbody tr').allInnerTexts();
  assert.equal(rows.length, 3);
  assert.match(rows[1], /root\.1 Rent\s+Lock 'bob'\s+root\.2 Wages\s+Ledger\.Transfer Ledger\.cs:22\s+step 5/);
  await page.locator('.waits').getByRole('button', { name: 'step 5' }).click();
  assert.equal(await step(page), 5);
});

check('the command is copied, also where the clipboard is not to be had', async t => {
  const page = await t.open('30', { permissions: ['clipboard-read', 'clipboard-write'] });
  const command = await text(page, '#command');
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), command);
  assert.match(await page.locator('#live').textContent(), /Copied/);

  const other = await t.open('30', { before: () => Object.defineProperty(navigator, 'clipboard', { value: undefined }) });
  await other.evaluate(() => document.addEventListener('copy', () => (window.copied = getSelection().toString() || document.activeElement.value)));
  await other.getByRole('button', { name: 'Copy' }).click();
  await other.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await other.evaluate(() => window.copied), command);
});

check('nothing but its own script and style runs in it, and nothing goes out', async t => {
  const page = await t.open('30');
  const blocked = await page.evaluate(async () => {
    const violations = [];
    document.addEventListener('securitypolicyviolation', event => violations.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }));
    document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/x.png' }));
    await fetch('https://example.org/').catch(() => {});
    await new Promise(done => setTimeout(done, 100));
    return { violations: [...new Set(violations)].sort(), ran: window.intruder === true, shown: getComputedStyle(document.body).display !== 'none' };
  });
  assert.deepEqual(blocked, { violations: ['connect-src', 'img-src', 'script-src-elem', 'style-src-elem'], ran: false, shown: true });
  // Chromium says on the console what it blocked: that was asked for.
  t.complaints = t.complaints.filter(each => !/Content Security Policy|Fetch API cannot load|example\.org/.test(each));
});

check('texts that look like markup are shown as texts', async t => {
  const page = await t.open('awkward');
  assert.match(await page.title(), /^<!-- & " ' \u2028 שלום 漢字 · SimAsync$/);
  assert.match(await text(page, '#details-title'), /<\/script><script>document\.title = 'gone'<\/script>/);
  const details = await page.locator('#details').textContent();
  assert.ok(details.includes('<img src=x onerror=alert(1)>') && details.includes('\u2029\n<!--<script>\ufffd'));
  assert.ok(details.includes('if (a < b && c > d) { /* </script> */ }'));
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.locator('script').count(), 2);
});

check('a run that passed alone is shown, too', async t => {
  const page = await t.open('awkward');
  assert.equal(await text(page, '#verdict'), 'Passed');
  assert.ok(await page.locator('#replay').isHidden());
  assert.ok(await page.locator('#view').isHidden());
  await press(page, 'n', 'p', 'f', 's', 't');
  assert.equal(await step(page), 1);
});

check('pictures at 30, 1,000 and 10,000 steps, light and dark', async t => {
  for (const name of ['30', '1000', '10000', 'deadlock']) {
    for (const theme of ['light', 'dark']) {
      const page = await t.open(name, { theme });
      await settled(page);
      await t.shoot(page, `${name}-${theme}`);
      await press(page, 't');
      await t.shoot(page, `${name}-${theme}-time`);
      await t.close();
    }
  }
});
