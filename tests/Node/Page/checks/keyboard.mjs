// All of it with the keyboard alone.

import { assert, picture, press, selected, settled, step, text } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

// Tabs until something has the focus.
async function tabTo(page, id, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    if (await focused(page) === id) {
      return;
    }
  }
  assert.fail(`${most} times Tab did not lead to ${id}`);
}

check('Tab leads to every control, in the order of the page, and shows where it is', async t => {
  const page = await t.open('30');
  const order = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const shown = element.matches('.switch input') ? element.nextElementSibling : element;
      const style = getComputedStyle(shown);
      return { id: element.id || element.name || element.className || element.tagName, outline: style.outlineStyle, width: parseFloat(style.outlineWidth) };
    });
    if (at.id === 'BODY' || order.includes(at.id)) {
      if (order.length > 20) {
        break;
      }
      continue;
    }
    assert.ok(at.outline !== 'none' && at.width >= 1, `${at.id} does not show its focus`);
    order.push(at.id);
  }
  const wanted = ['skip', 'theme-system', 'open-help', 'message', 'link', 'command', 'copy', 'search', 'lane', 'out-of-order', 'logs', 'previous', 'next', 'fork', 'view', 'grid', 'split-columns', 'axis', 'in-sight', 'zoom-out', 'zoom-in', 'fit', 'timeline', 'split-rows', 'details-body'];
  assert.deepEqual(order.filter(each => wanted.includes(each)), wanted);
});

check('the list steps with the arrows, by pages, and to both ends', async t => {
  const page = await t.open('1000');
  await tabTo(page, 'grid');
  assert.equal(await step(page), 641);
  await press(page, 'ArrowDown');
  assert.equal(await step(page), 642);
  await press(page, 'ArrowUp', 'ArrowUp');
  assert.equal(await step(page), 640);
  await press(page, 'PageDown');
  const down = await step(page);
  assert.ok(down > 650 && down < 680, `a page on is ${down}`);
  await press(page, 'PageUp');
  assert.ok(Math.abs(await step(page) - 640) <= 1);
  await press(page, 'Home');
  assert.equal(await step(page), 1);
  await press(page, 'ArrowUp');
  assert.equal(await step(page), 1);
  await press(page, 'End');
  assert.equal(await step(page), 1013);
  await press(page, 'ArrowDown');
  assert.equal(await step(page), 1013);
  const active = await page.locator('#grid').getAttribute('aria-activedescendant');
  assert.equal(active, 'cell-0-1012');
  const [grid, cell] = await Promise.all(['#grid', `#${active}`].map(each => page.locator(each).boundingBox()));
  assert.ok(cell.y >= grid.y && cell.y + cell.height <= grid.y + grid.height + 1, 'the selected step is out of sight');
});

check('left and right lead from one run to the other', async t => {
  const page = await t.open('30');
  await tabTo(page, 'grid');
  await press(page, 'ArrowRight');
  assert.equal(await selected(page), 'Step 10 Evict root.2 passing run');
  await press(page, 'ArrowDown');
  assert.equal(await selected(page), 'Step 11 Store.LoadAsync root.1/1 passing run');
  await press(page, 'ArrowLeft');
  assert.equal(await selected(page), 'Step 11 Evict root.2 failing run');
});

check('the timeline steps with the arrows, and within a lane', async t => {
  const page = await t.open('30');
  await tabTo(page, 'timeline');
  await press(page, 'ArrowRight');
  assert.equal(await step(page), 11);
  await press(page, 'ArrowLeft', 'ArrowLeft');
  assert.equal(await step(page), 9);
  await press(page, 'ArrowUp');
  assert.equal(await selected(page), 'Step 8 Buyer 1 root.3 failing run');
  await press(page, 'ArrowUp');
  assert.equal(await selected(page), 'Step 4 Buyer 1 root.3 failing run');
  await press(page, 'ArrowDown');
  assert.equal(await step(page), 8);
  assert.equal(await page.locator('#timeline').getAttribute('aria-valuenow'), '8');
  await press(page, 'End');
  assert.equal(await step(page), 28);
  await press(page, 'Home');
  assert.equal(await step(page), 1);
});

check('what is selected is brought into sight in the timeline', async t => {
  const page = await t.open('10000');
  await tabTo(page, 'timeline');
  const before = await picture(page, 'canvas');
  await press(page, 'Home');
  assert.equal(await step(page), 1);
  assert.notEqual((await picture(page, 'canvas')).sum, before.sum);
  // 60 more leave the window on its right.
  const first = await picture(page, 'canvas');
  await press(page, ...Array(60).fill('ArrowRight'));
  assert.equal(await step(page), 61);
  assert.notEqual((await picture(page, 'canvas')).sum, first.sum);
});

check('n and p go through what went out of order, f to where the runs part', async t => {
  const page = await t.open('10000');
  const at = [];
  for (let i = 0; i < 3; i++) {
    await press(page, 'p');
    at.push(await step(page));
  }
  assert.equal(new Set(at).size, 3);
  assert.deepEqual([...at].sort((a, b) => b - a).map(each => at.indexOf(each)), [2, 0, 1], `p gave ${at}: down, and from the first to the last again`);
  await press(page, 'n');
  assert.equal(await step(page), Math.min(...at), 'from the last to the first again');
  assert.equal(await text(page, '#deviation'), '1 of 3 out of order');
  await press(page, 'f');
  assert.equal(await step(page), 7214);
});

check('search, views and zoom have keys', async t => {
  const page = await t.open('1000');
  await press(page, '/');
  assert.equal(await focused(page), 'search');
  await page.keyboard.type('warn np');
  assert.equal(await page.locator('#search').inputValue(), 'warn np', 'letters in the search are letters');
  await press(page, 'Escape');
  await page.locator('#grid').focus();
  await press(page, 't');
  assert.ok(await page.getByRole('radio', { name: 'Virtual time' }).isChecked());
  await press(page, 's');
  assert.ok(await page.getByRole('radio', { name: 'Failing' }).isChecked());
  await press(page, 's', 's');
  assert.ok(await page.getByRole('radio', { name: 'Side by side' }).isChecked());
  const before = await picture(page, 'canvas');
  await press(page, '+');
  const closer = await picture(page, 'canvas');
  assert.notEqual(closer.sum, before.sum);
  await press(page, '0');
  assert.notEqual((await picture(page, 'canvas')).sum, closer.sum);
});

check('the help opens and closes with keys, and gives the focus back; single keys can be turned off', async t => {
  const page = await t.open('30');
  await page.locator('#grid').focus();
  await press(page, '?');
  assert.ok(await page.getByRole('dialog', { name: 'Parts and keys' }).isVisible());
  assert.ok(await page.locator('#help dt').count() >= 10);
  await t.shoot(page, 'help');
  await page.getByLabel('Keys of one letter work everywhere in the page').uncheck();
  await press(page, 'Escape');
  assert.ok(await page.getByRole('dialog').isHidden());
  assert.equal(await focused(page), 'grid');
  await press(page, 't');
  assert.ok(await page.getByRole('radio', { name: 'Steps' }).isChecked(), 'a key that was turned off');
  await press(page, 'ArrowDown');
  assert.equal(await step(page), 11);
  await settled(page);
});
