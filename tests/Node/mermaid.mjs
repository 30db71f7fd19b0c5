// Draws sequence diagrams in Chromium: node mermaid.mjs [FOLDER] < lines, a diagram a line, as a JSON string. A line of JSON back for each: the texts in the picture, or what is wrong.
// With a FOLDER each picture is kept there, as 1.png, 2.png…
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = process.argv[2];

function find(names) {
    for (const path of (process.env.PATH ?? '').split(delimiter)) {
        for (const name of names) {
            try {
                accessSync(join(path, name), constants.X_OK);
                return join(path, name);
            } catch {
                // Not here.
            }
        }
    }

    throw new Error('no Chromium: set SIMASYNC_CHROMIUM to its path');
}

const browser = await chromium.launch({ executablePath: process.env.SIMASYNC_CHROMIUM || find(['chromium', 'chromium-browser', 'google-chrome', 'chrome']) });
const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
const complaints = [];
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
await page.setContent('<!doctype html><meta charset="utf-8"><body></body>');
await page.addScriptTag({ path: fileURLToPath(new URL('node_modules/mermaid/dist/mermaid.min.js', import.meta.url)) });

let count = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    count++;
    complaints.length = 0;
    const answer = await page.evaluate(async ([text, id]) => {
        const textOf = (element) => [...(element.querySelectorAll('tspan').length ? element.querySelectorAll('tspan') : [element])].map((part) => part.textContent).join('\n');
        const all = (query) => [...document.querySelectorAll(query)].map(textOf);
        try {
            mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
            await mermaid.parse(text);
            document.body.innerHTML = (await mermaid.render(id, text)).svg;
            return {
                actors: all('text.actor-box'), messages: all('text.messageText'), notes: all('text.noteText'), title: document.querySelector('svg > text:not([class])')?.textContent,
                links: document.querySelectorAll('svg a, svg script, svg foreignObject').length,
            };
        } catch (error) {
            return { error: String(error?.message ?? error) };
        }
    }, [JSON.parse(line), `diagram${count}`]);
    if (complaints.length > 0) {
        answer.error ??= complaints.join('; ');
    }

    if (folder) {
        await page.screenshot({ path: join(folder, `${count}.png`), fullPage: true });
    }

    console.log(JSON.stringify(answer));
}

await browser.close();
