// Runs the checks of checks/*.mjs in one Chromium, and prints a line of JSON for each: {"check", "ok", "ms", "message", "figures"}; first a line with the
// browser's version. Exit code 0, whatever the checks say; 1 if it could not run them: why stands on stderr.
//
//     node driver.mjs --samples FOLDER [--mermaid FOLDER]... [--screenshots FOLDER] [--chromium PATH] [--only TEXT]

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import accessibility from './checks/accessibility.mjs';
import damage from './checks/damage.mjs';
import keyboard from './checks/keyboard.mjs';
import mermaid from './checks/mermaid.mjs';
import page from './checks/page.mjs';
import speed from './checks/speed.mjs';
import views from './checks/views.mjs';
import { Harness } from './harness.mjs';

const { values: options } = parseArgs({
  options: {
    samples: { type: 'string' }, mermaid: { type: 'string', multiple: true, default: [] }, screenshots: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' }, only: { type: 'string', default: '' },
  },
});

// A profile of its own, that is gone afterwards; nothing of the browser's own goes out either.
const profile = await mkdtemp(join(tmpdir(), 'simasync-chromium-'));
const browser = await chromium.launch({
  executablePath: options.chromium,
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', `--disk-cache-dir=${profile}`,
    // For the figures of memory only.
    '--enable-precise-memory-info',
  ],
});
try {
  console.log(JSON.stringify({ browser: `Chromium ${browser.version()}` }));
  for (const { name, run } of [...page, ...views, ...keyboard, ...accessibility, ...damage, ...mermaid, ...speed].filter(each => each.name.includes(options.only))) {
    const harness = new Harness(browser, options);
    const began = performance.now();
    let message = '';
    try {
      await run(harness);
      if (harness.complaints.length > 0) {
        throw new Error(`The page is not quiet:\n${harness.complaints.join('\n')}`);
      }
    } catch (e) {
      message = e.stack ?? String(e);
    }
    await harness.close();
    console.log(JSON.stringify({ check: name, ok: message === '', ms: Math.round(performance.now() - began), message, figures: harness.figures }));
  }
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}
