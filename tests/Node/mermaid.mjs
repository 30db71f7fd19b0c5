// Draws sequence diagrams in Chromium: node mermaid.mjs [FOLDER] < lines, a diagram a line, as a JSON string. A line of JSON back for each: the texts in the picture, or what is wrong.
// With a FOLDER each picture is kept there, as 1.png, 2.png…
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { browser } from './chromium.mjs';

const folder = process.argv[2];
const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, offline: true });
const complaints = [];
page.on('pageerror', error => complaints.push(String(error)));
page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
page.on('request', request => complaints.push(`asked the network for ${request.url()}`));
await page.setContent('<!doctype html><meta charset="utf-8"><body></body>');
await page.addScriptTag({ path: fileURLToPath(new URL('node_modules/mermaid/dist/mermaid.min.js', import.meta.url)) });

let count = 0;
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  count++;
  complaints.length = 0;
  const answer = await page.evaluate(async ([text, id]) => {
    const textOf = element => [...(element.querySelectorAll('tspan').length ? element.querySelectorAll('tspan') : [element])].map(part => part.textContent).join('\n');
    const all = query => [...document.querySelectorAll(query)].map(textOf);
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
