// What every check has at hand: pages that are watched for errors and requests, and small words for what is asked of them.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export class Harness {
  // What pages said on their consoles, and asked of the network: a check in which there is any has failed.
  complaints = [];
  figures = {};
  contexts = [];

  constructor(browser, options) {
    this.browser = browser;
    this.options = options;
  }

  /** Opens a sample, or a file, from disk, with no network. */
  async open(name, { width = 1440, height = 900, theme = 'light', permissions = [], javaScript = true, before, reducedMotion = 'no-preference' } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height }, colorScheme: theme, offline: true, permissions, javaScriptEnabled: javaScript, reducedMotion });
    this.contexts.push(context);
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    page.on('console', message => ['error', 'warning'].includes(message.type()) && this.complaints.push(`console ${message.type()}: ${message.text()}`));
    page.on('pageerror', error => this.complaints.push(`uncaught: ${error.message}`));
    page.on('request', request => !/^(file|data):/.test(request.url()) && this.complaints.push(`asked the network for ${request.url()}`));
    if (before !== undefined) {
      await page.addInitScript(before);
    }
    const file = name.endsWith('.html') ? name : join(this.options.samples, `${name}.html`);
    await page.goto(pathToFileURL(file).href);
    if (javaScript) {
      // What it drew before it knew its size is not the picture.
      await settled(page);
    }
    return page;
  }

  /** Opens the sample of 30 steps with its file changed. */
  async openChanged(change) {
    const folder = await mkdtemp(join(tmpdir(), 'simasync-changed-'));
    try {
      const file = join(folder, 'changed.html');
      await writeFile(file, change(await readFile(join(this.options.samples, '30.html'), 'utf8')));
      return await this.open(file);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async shoot(page, name) {
    if (this.options.screenshots) {
      await mkdir(this.options.screenshots, { recursive: true });
      await page.screenshot({ path: join(this.options.screenshots, `${name}.png`) });
    }
  }

  async close() {
    await Promise.all(this.contexts.splice(0).map(context => context.close()));
  }
}

/** Waits until the page has drawn what it was asked to. */
export async function settled(page) {
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
}

export const text = (page, selector) => page.locator(selector).first().innerText();

/** What is selected: "Step 10 Refill root.1 failing run", as the details' title has it. */
export async function selected(page) {
  await settled(page);
  return (await text(page, '#details-title')).replace(/\s+/g, ' ').trim();
}

/** The number of the selected step. */
export async function step(page) {
  return Number(/^Step ([\d,]+)/.exec(await selected(page))?.[1].replaceAll(',', ''));
}

/** The picture on a canvas, as a number that differs for other pictures, and how many colours it has. */
export function picture(page, id) {
  return page.evaluate(name => {
    const { width, height } = document.getElementById(name);
    // By way of a copy, for a canvas that is read from is drawn on otherwise.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(document.getElementById(name), 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const colours = new Set();
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) {
      const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
      colours.add(colour);
      sum = (Math.imul(sum, 31) + colour) | 0;
    }
    return { sum, colours: colours.size };
  }, id);
}

export async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
  await settled(page);
}

/** Changes the data of a page's file: the text between the tags of its last element. */
export const withData = change => html => html.replace(/(<script type="application\/json" id="trace">)([\s\S]*?)(<\/script>)/, (_, before, data, after) => before + change(data) + after);

/** Changes the document of a page's file. */
export const withDocument = change => withData(data => {
  const document = JSON.parse(data);
  change(document);
  return JSON.stringify(document).replaceAll('<', '\\u003c');
});

/** Waits until a canvas shows another picture. */
export async function changed(page, id, before) {
  for (let i = 0; i < 100; i++) {
    const now = await picture(page, id);
    if (now.sum !== before.sum) {
      return now;
    }
    await page.waitForTimeout(50);
  }
  assert.fail(`${id} shows the same picture still`);
}

export { assert };
