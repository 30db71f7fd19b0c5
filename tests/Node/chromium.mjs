// Chromium for the programs here: the one that SIMASYNC_CHROMIUM names, or else one on the path. Exit code 69 where there is none: what to do about it stands on stderr.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
const executablePath = process.env.SIMASYNC_CHROMIUM || (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name))).find(path => existsSync(path));
if (executablePath === undefined) {
  console.error('There is no Chromium: install Debian\'s package chromium, or say in SIMASYNC_CHROMIUM where there is one.');
  process.exit(69);
}

// Nothing of the browser's own goes out.
export const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    // For the figures of memory only.
    '--enable-precise-memory-info',
  ],
});
