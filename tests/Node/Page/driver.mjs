// Runs the checks of checks/*.mjs in one Chromium, and prints a line of JSON for each: {"check", "ok", "ms", "message", "figures"}. Exit code 0,
// whatever the checks say; another if it could not run them: why stands on stderr.
//
//     node driver.mjs --samples FOLDER [--screenshots FOLDER] [--only TEXT]

import { parseArgs } from 'node:util';
import { browser } from '../chromium.mjs';
import accessibility from './checks/accessibility.mjs';
import damage from './checks/damage.mjs';
import keyboard from './checks/keyboard.mjs';
import page from './checks/page.mjs';
import speed from './checks/speed.mjs';
import views from './checks/views.mjs';
import { Harness } from './harness.mjs';

const { values: options } = parseArgs({ options: { samples: { type: 'string' }, screenshots: { type: 'string' }, only: { type: 'string', default: '' } } });
try {
  for (const { name, run } of [...page, ...views, ...keyboard, ...accessibility, ...damage, ...speed].filter(each => each.name.includes(options.only))) {
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
}
