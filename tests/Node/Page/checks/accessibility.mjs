// Names, roles, landmarks, contrast: axe finds nothing, and what it cannot see is asked for here.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { assert, press, settled } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page) {
  // As an expression from outside the page's policy does not hold for it.
  await page.evaluate(axe);
  const results = await page.evaluate(() => window.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }));
  assert.ok(results.passes.length > 20, 'axe looked at nothing');
  return results.violations.map(each => `${each.id}: ${each.help}\n${each.nodes.slice(0, 5).map(node => `  ${node.html.slice(0, 200)}\n  ${node.failureSummary}`).join('\n')}`);
}

for (const theme of ['light', 'dark']) {
  check(`axe finds nothing, ${theme}`, async t => {
    for (const name of ['30', 'deadlock', '1000', 'awkward']) {
      const page = await t.open(name, { theme });
      assert.deepEqual(await violations(page), [], name);
      await page.locator('#search').fill('cache');
      await page.getByLabel('Only with logs').check();
      await settled(page);
      assert.deepEqual(await violations(page), [], `${name}, filtered`);
      await t.close();
    }
    const page = await t.open('30', { theme });
    await press(page, '?');
    assert.deepEqual(await violations(page), [], 'help');
  });
}

check('the list is a grid that tells how long it is and where one is', async t => {
  const page = await t.open('10000');
  const grid = page.getByRole('grid', { name: 'Steps' });
  assert.equal(await grid.getAttribute('aria-rowcount'), '10076');
  assert.equal(await grid.getAttribute('aria-colcount'), '3');
  const cell = page.locator(`#${await grid.getAttribute('aria-activedescendant')}`);
  assert.equal(await cell.getAttribute('aria-selected'), 'true');
  assert.equal(await cell.getAttribute('role'), 'gridcell');
  const row = cell.locator('..');
  // After the head, the 7,213 steps in which they agree, and the row that says so.
  assert.equal(await row.getAttribute('aria-rowindex'), String(1 + 7213 + 1 + 1));
  assert.equal(await row.getByRole('rowheader').innerText(), '7,214');
  assert.match(await cell.innerText(), /out of order instead of Buyer 6 \(Checkout\.cs:51\); it ran as step 7,215/);
});

check('the timeline is a slider whose value is told in words, and has an alternative in words', async t => {
  const page = await t.open('30');
  const slider = page.getByRole('slider', { name: 'Timeline, step' });
  assert.equal(await slider.getAttribute('aria-valuemax'), '28');
  assert.equal(await slider.getAttribute('aria-valuenow'), '10');
  assert.match(await slider.getAttribute('aria-valuetext'), /^Step 10 of the failing run, at 5 ms: Store\.LoadAsync resumes Store\.LoadAsync at Store\.cs:21; out of order, instead of Evict \(Cache\.cs:28\); Store\.LoadAsync ended; ends\.$/);
  for (const alternative of [await page.locator('#canvas').textContent(), await page.locator(`#${await slider.getAttribute('aria-describedby')}`).textContent()]) {
    assert.match(alternative, /^The failing run: 28 steps in 7 lanes, 16\.5 ms of virtual time, out of order: 1 step \(10\)\. The passing run: .* Both agree for 9 steps\. The list of steps says all that the picture shows\.$/);
  }
});

check('what is selected from elsewhere is announced, once', async t => {
  const page = await t.open('30');
  const live = page.locator('#live[aria-live=polite]');
  await page.locator('#fork').focus();
  await press(page, 'n');
  await page.locator('.turns button').nth(1).click();
  assert.match(await live.textContent(), /^Step 10 of the passing run, at 5 ms: Evict resumes Cache\.Evict/);
  await page.locator('#grid').focus();
  await press(page, 'ArrowDown');
  assert.match(await live.textContent(), /^Step 10 of the passing run/, 'the grid tells it itself');
});

check('headings and landmarks', async t => {
  const page = await t.open('30');
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  const headings = (await page.getByRole('heading', { level: 2 }).allTextContents()).map(each => each.split(/(?=Store)/)[0]);
  assert.deepEqual(headings, ['AssertionException', 'Why', 'Steps', 'Timeline', 'Step 10']);
  for (const role of ['banner', 'main', 'search']) {
    assert.equal(await page.getByRole(role).count(), 1, role);
  }
  for (const name of ['Why', 'Steps', 'Timeline']) {
    assert.equal(await page.getByRole('region', { name, exact: true }).count(), 1, name);
  }
});

check('nothing moves by itself', async t => {
  const page = await t.open('1000', { reducedMotion: 'reduce' });
  await press(page, 'n', 't', '+', 's');
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});
