// Builds ../page.html from src: one file with its style and script in it, and a policy that lets nothing else run. Writes to the path that is given, or, with
// --check, compares what it would write with the page that is checked in.

import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, '..', 'page.html');
const target = ['chrome123', 'firefox120', 'safari17.5'];

async function build() {
  const options = { bundle: true, minify: true, write: false, charset: 'utf8', target, legalComments: 'none', logLevel: 'warning', absWorkingDir: here };
  const script = await esbuild.build({ ...options, entryPoints: ['src/main.ts'], format: 'iife', metafile: true });
  const style = await esbuild.build({ ...options, entryPoints: ['src/page.css'] });
  const parts = {
    SCRIPT: inElement(script.outputFiles[0].text, 'script'),
    STYLE: inElement(style.outputFiles[0].text, 'style'),
  };
  parts.POLICY = `default-src 'none'; script-src '${hash(parts.SCRIPT)}'; style-src '${hash(parts.STYLE)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  let html = await readFile(join(here, 'src', 'index.html'), 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    html = once(html, `@@${name}@@`).join(text);
  }
  once(html, '@@SIMASYNC-TRACE@@');
  return `${html.trimEnd()}\n<!--\n${await licences(Object.keys(script.metafile.inputs))}-->\n`;
}

function inElement(text, element) {
  // The policy's hash is of the element's text to the letter.
  const trimmed = text.trim();
  if (/<\/(script|style)|<!--|@@/i.test(trimmed)) {
    throw new Error(`What was built has a text that ends its <${element}>, begins a comment, or looks like a place for something else.`);
  }
  return trimmed;
}

function hash(text) {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function once(html, placeholder) {
  const parts = html.split(placeholder);
  if (parts.length !== 2) {
    throw new Error(`src/index.html needs ${placeholder} once, and has it ${parts.length - 1} times.`);
  }
  return parts;
}

// The licences of the libraries that are in the script ask to go with every copy.
async function licences(inputs) {
  const names = [...new Set(inputs.map(input => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean))].sort();
  const byText = new Map();
  for (const name of names) {
    const text = (await readFile(join(here, 'node_modules', name, 'LICENSE'), 'utf8')).replaceAll('--', '- -').trim();
    const { version } = JSON.parse(await readFile(join(here, 'node_modules', name, 'package.json'), 'utf8'));
    const [copyright, ...rest] = text.split('\n\n');
    const key = rest.join('\n\n');
    byText.set(key, [...(byText.get(key) ?? []), `${name} ${version}: ${copyright.replaceAll('\n', ' ')}`]);
  }
  return `In this page's script:\n\n${[...byText].map(([text, of]) => `${of.join('\n')}\n\n${text}\n`).join('\n')}`;
}

const [argument] = process.argv.slice(2);
const built = await build();
if (argument === '--check') {
  if (built !== await readFile(page, 'utf8')) {
    console.error('src/Sim/Traces/page.html is not what its sources give: run `npm run build` in src/Sim/Traces/Page, and commit it.');
    process.exitCode = 1;
  }
} else {
  const out = argument ?? page;
  await writeFile(`${out}.new`, built);
  await rename(`${out}.new`, out);
  console.log(`${relative(process.cwd(), out)}: ${(Buffer.byteLength(built) / 1024).toFixed(1)} KiB`);
}
