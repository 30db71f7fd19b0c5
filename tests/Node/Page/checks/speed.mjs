// How fast it is at 10,000 steps and two runs. The bounds are wide, for other work is under way where tests run; the figures are what counts.

import { assert, settled } from '../harness.mjs';

const checks = [];
const check = (name, run) => checks.push({ name, run });
export default checks;

const patience = 5000;
const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

check('first paint at 10,000 steps', async t => {
  const runs = [];
  for (let i = 0; i < 5; i++) {
    const page = await t.open('10000');
    await settled(page);
    runs.push(await page.evaluate(() => ({
      paint: Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime),
      drawn: Math.round(performance.getEntriesByName('simasync-drawn')[0].startTime),
      heap: Math.round(performance.memory.usedJSHeapSize / 1e6),
    })));
    await t.close();
  }
  t.figures.firstContentfulPaintMs = runs.map(run => run.paint);
  t.figures.drawnMs = runs.map(run => run.drawn);
  t.figures.heapMB = runs.map(run => run.heap);
  assert.ok(median(runs.map(run => run.paint)) < patience, JSON.stringify(runs));
  assert.ok(median(runs.map(run => run.drawn)) < patience, JSON.stringify(runs));
});

check('frames while it is scrolled, dragged and zoomed at 10,000 steps', async t => {
  // How long the page's own work in a frame takes.
  const page = await t.open('10000', {
    before: () => {
      window.frames_ = [];
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = callback => ask(now => {
        const began = performance.now();
        callback(now);
        window.frames_.push(performance.now() - began);
      });
    },
  });
  const measure = async (name, act) => {
    await settled(page);
    await page.evaluate(() => (window.frames_.length = 0));
    for (let i = 0; i < 40; i++) {
      await act(i);
    }
    await settled(page);
    const frames = (await page.evaluate(() => window.frames_)).filter(each => each > 0.05);
    const sorted = [...frames].sort((a, b) => a - b);
    t.figures[name] = { frames: frames.length, medianMs: Number(median(frames).toFixed(1)), p95Ms: Number(sorted[Math.floor(sorted.length * 0.95)].toFixed(1)) };
    assert.ok(median(frames) < 500, `${name}: ${frames}`);
  };
  const list = await page.locator('#grid').boundingBox();
  await page.mouse.move(list.x + 200, list.y + 200);
  await measure('list', () => page.mouse.wheel(0, 900));
  const plot = await page.locator('#plot').boundingBox();
  await page.mouse.move(plot.x + 200, plot.y + 100);
  await page.keyboard.down('Control');
  await measure('zoom', i => page.mouse.wheel(0, i < 20 ? 120 : -120));
  await page.keyboard.up('Control');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.keyboard.down('Control');
  await page.mouse.move(plot.x + 200, plot.y + 100);
  await measure('zoomFromAll', i => page.mouse.wheel(0, i % 2 === 0 ? -60 : 60));
  await page.keyboard.up('Control');
  await page.mouse.down();
  await measure('drag', i => page.mouse.move(plot.x + 200 + (i % 20) * 12, plot.y + 100));
  await page.mouse.up();
});
