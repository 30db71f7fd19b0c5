// Search, filters, the two runs beside each other, themes, and lists that are too long to be in the page.

import { assert, picture, press, selected, settled, step, text } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

const cells = page => page.locator('#rows .cell[id]').evaluateAll(all => all.map(cell => cell.id));

check('where both runs agree they share a row\'s cell; from there on each has its own', async t => {
  const page = await t.open('30');
  const shown = await cells(page);
  assert.ok(shown.includes('cell-0-8') && !shown.includes('cell-1-8'));
  assert.ok(shown.includes('cell-0-9') && shown.includes('cell-1-9'));
  assert.equal(await page.locator('#cell-0-8').getAttribute('aria-colspan'), '2');
  assert.equal(await text(page, '.row.fork'), 'Both runs agree up to here: 9 steps');
  const [above, fork, left, right] = await Promise.all(['#cell-0-8', '.row.fork', '#cell-0-9', '#cell-1-9'].map(each => page.locator(each).boundingBox()));
  assert.ok(above.y < fork.y && fork.y < left.y && left.y === right.y && left.x + left.width <= right.x + 1);
});

check('one run alone, and both again', async t => {
  const page = await t.open('30');
  const both = await picture(page, 'canvas');
  await page.getByRole('radio', { name: 'Passing' }).check();
  assert.match(await selected(page), /passing run$/);
  assert.ok((await cells(page)).every(id => id.startsWith('cell-1-')));
  assert.notEqual((await picture(page, 'canvas')).sum, both.sum);
  assert.equal(await text(page, '#found'), '28 steps');
  // A link into the other run shows both.
  await page.locator('#details').getByRole('button', { name: 'step 11', exact: true }).last().click();
  assert.match(await selected(page), /failing run$/);
  assert.ok(await page.getByRole('radio', { name: 'Side by side' }).isChecked());
});

check('the search finds methods, files, texts, logs and lanes, marks them, and counts', async t => {
  const page = await t.open('1000');
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const [what, least] of [['cache.evict', 20], ['Store.cs:21', 5], ['latency.Next', 5], ['refilled price', 5], ['Buyer 7', 50], ['warn', 1], ['lock \'cache\'', 50], ['evict warn', 1]]) {
    await search.fill(what);
    await settled(page);
    const [found, all] = /^([\d,]+) of ([\d,]+) steps/.exec(await text(page, '#found')).slice(1).map(each => Number(each.replaceAll(',', '')));
    assert.ok(found >= least && found < all / 2, `${what}: ${found} of ${all}`);
  }
  await search.fill('refilled');
  await settled(page);
  assert.ok(await page.locator('#rows mark').count() > 0);
  assert.deepEqual([...new Set(await page.locator('#rows mark').allInnerTexts())].sort(), ['Refilled', 'refilled']);
  await search.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'grid');
  assert.match(await page.locator('[aria-selected=true]').innerText(), /Refilled/);
  await search.fill('nothing is called so');
  await settled(page);
  assert.match(await text(page, '#none'), /No step matches/);
  await search.press('Escape');
  await settled(page);
  assert.match(await text(page, '#found'), /^2,0\d\d steps of both runs$/);
});

check('filters leave what they name, in the list as in the timeline', async t => {
  const page = await t.open('1000');
  const before = await picture(page, 'canvas');
  await page.getByLabel('Only out of order').check();
  await settled(page);
  assert.match(await text(page, '#found'), /^3 of 2,0\d\d steps of both runs$/);
  assert.notEqual((await picture(page, 'canvas')).sum, before.sum);
  await page.getByLabel('Only out of order').uncheck();
  await page.getByLabel('Only with logs').check();
  await settled(page);
  const numbers = await page.locator('#rows .row').evaluateAll(rows => rows.filter(row => row.querySelector('.faint:not(:only-of-type)') === null).map(row => row.querySelector('.log') !== null));
  assert.ok(numbers.length > 3 && numbers.filter(each => !each).length <= 2, 'rows without logs');
  await page.getByLabel('Only with logs').uncheck();
  await page.getByLabel('Lane', { exact: true }).selectOption({ label: 'Evict (root.2)' });
  await settled(page);
  const lanes = await page.locator('#rows .cell:not(.faint) .lane').allInnerTexts();
  assert.ok(lanes.length > 5 && lanes.filter(lane => lane !== 'Evict').length <= 1, lanes.join());
  await page.getByLabel('Lane', { exact: true }).selectOption('');
  await settled(page);
  assert.equal((await picture(page, 'canvas')).sum, before.sum);
});

check('a step that a link leads to is shown even if it is not looked for', async t => {
  const page = await t.open('1000');
  await page.getByLabel('Only out of order').check();
  await page.locator('#details').getByRole('button', { name: /^step 642/ }).first().click();
  assert.equal(await step(page), 642);
  assert.equal(await page.locator('[aria-selected=true]').count(), 1);
});

check('light and dark, as the system has it or as it is chosen, also after it is opened again', async t => {
  const ground = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const page = await t.open('30');
  const light = [await ground(page), (await picture(page, 'canvas')).sum];
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  const dark = [await ground(page), (await picture(page, 'canvas')).sum];
  assert.notEqual(dark[0], light[0]);
  assert.notEqual(dark[1], light[1]);
  await page.getByRole('radio', { name: 'Light' }).check();
  await settled(page);
  assert.deepEqual([await ground(page), (await picture(page, 'canvas')).sum], light);
  await page.reload();
  await page.getByRole('radio', { name: 'Light', checked: true }).waitFor();
  await settled(page);
  assert.equal(await ground(page), light[0]);
  assert.ok(await page.getByRole('radio', { name: 'Light' }).isChecked());
  await page.getByRole('radio', { name: 'System' }).check();
  await settled(page);
  assert.equal(await ground(page), dark[0]);
});

check('of 10,000 steps only those in sight are in the page, and the last is as near as the first', async t => {
  const page = await t.open('10000');
  assert.ok(await page.locator('#rows .row').count() < 120);
  assert.equal(await page.locator('#grid').getAttribute('aria-rowcount'), '10076');
  await page.locator('#grid').focus();
  await press(page, 'End');
  assert.equal(await step(page), 10_074);
  assert.ok(await page.locator('#rows .row').count() < 120);
  const last = page.locator('[aria-selected=true]');
  assert.match(await last.innerText(), /The entry is gone/);
  assert.equal(await last.locator('..').getAttribute('aria-rowindex'), '10076');
  await page.locator('#grid').evaluate(grid => (grid.scrollTop = grid.scrollHeight / 2));
  await settled(page);
  const seen = await page.locator('#rows .number').allInnerTexts();
  assert.ok(seen.some(number => /^[45],\d{3}$/.test(number)), seen.join());
  // What is selected stays in the page, for assistive technology to find.
  assert.ok(await page.locator('[aria-selected=true]').count() === 1);
});

check('many short calls share rows, and lanes without a step in sight are left out', async t => {
  const page = await t.open('10000');
  assert.ok(await page.getByLabel('Only lanes in sight').isChecked());
  const some = await picture(page, 'canvas');
  await page.getByLabel('Only lanes in sight').uncheck();
  await settled(page);
  assert.notEqual((await picture(page, 'canvas')).sum, some.sum);
  const small = await t.open('30');
  assert.ok(!await small.getByLabel('Only lanes in sight').isChecked());
});

check('the lines between the parts can be moved', async t => {
  const page = await t.open('30');
  const width = async () => (await page.locator('#steps').boundingBox()).width;
  const before = await width();
  await page.getByRole('separator', { name: 'Width of the steps' }).focus();
  await press(page, 'ArrowRight', 'ArrowRight');
  const wider = await width();
  assert.ok(wider > before + 20);
  const box = await page.locator('#split-columns').boundingBox();
  await page.mouse.move(box.x + 3, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(400, box.y + 200, { steps: 3 });
  await page.mouse.up();
  await settled(page);
  assert.ok(Math.abs(await width() - 400) < 12);
});

check('a narrow window has all of it, one below the other', async t => {
  const page = await t.open('1000', { width: 360, height: 720 });
  await settled(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than the window');
  for (const part of ['#grid', '#timeline', '#details']) {
    const box = await page.locator(part).boundingBox();
    assert.ok(box.width > 300 && box.height > 90, `${part}: ${JSON.stringify(box)}`);
  }
  await t.shoot(page, '1000-narrow');
});
