// SPDX-License-Identifier: EUPL-1.2
//
// node tests/browser/run.mjs BASE_URL LOGINS.json OUTDIR [PAGES.mjs [FLOWS_DIR]]
//
// Looks at every page of pages.mjs at three widths and then walks the flows of flows/*.mjs. LOGINS is what
// `vejviser demo --json` prints. Pictures go to OUTDIR/NAME-WIDTH.png: a green run is not a good-looking page, so open
// them. ONLY=text runs the pages and flows whose name holds the text. Prints TAP, then "N passed, N failed".

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as rig from './rig.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const [base, loginsFile, out, pagesFile = path.join(here, 'pages.mjs'), flowsDir = path.join(here, 'flows')] = process.argv.slice(2);
if (!out) {
  console.error('usage: node tests/browser/run.mjs BASE_URL LOGINS.json OUTDIR [PAGES.mjs [FLOWS_DIR]]');
  process.exit(2);
}
const logins = JSON.parse(fs.readFileSync(loginsFile, 'utf8'));
const only = process.env.ONLY || '';
const wanted = (name) => name.includes(only);
fs.mkdirSync(out, { recursive: true });

let passed = 0;
let failed = 0;

function report(name, wrong) {
  const good = wrong.length === 0;
  if (good) passed += 1; else failed += 1;
  console.log(`${good ? 'ok' : 'not ok'} ${passed + failed} - ${name}`);
  for (const line of wrong.slice(0, 12)) console.log(`#   ${String(line).replaceAll('\n', '\n#   ')}`);
  if (wrong.length > 12) console.log(`#   ... and ${wrong.length - 12} more`);
}

/* One test case: what it returns (a list of wrongs, or nothing) or throws. */
async function check(name, test) {
  try {
    report(name, await test() || []);
  } catch (error) {
    report(name, [error.stack || error]);
  }
}

const browser = await rig.start();
const states = new Map();

/* Logged in once per role, also when two pages ask at the same time; null is the public. */
async function options(role) {
  if (!role) return {};
  if (!states.has(role)) {
    const account = logins.find((login) => login.role === role);
    if (!account) throw new Error(`${loginsFile} holds no login for '${role}'`);
    states.set(role, rig.login(browser, base, account));
  }
  return { storageState: await states.get(role) };
}

/* The path of a page whose address is not known beforehand: the first link that matches, on another page; of several
   links, each is looked for on the page that the one before it leads to. */
async function address(page) {
  if (!page.from) return page.path;
  const context = await browser.newContext({ baseURL: base, ...await options(page.role) });
  try {
    const tab = await context.newPage();
    let where = page.from;
    for (const selector of [page.link].flat()) {
      await tab.goto(where);
      const link = tab.locator(selector).first();
      if (await link.count() === 0) throw new Error(`${where} holds no ${selector}`);
      const url = new URL(await link.getAttribute('href'), tab.url());
      where = url.pathname + url.search;
    }
    return where;
  } finally {
    await context.close();
  }
}

async function look(page, size, where) {
  const { width, ...device } = size;
  const context = await browser.newContext({ locale: 'da-DK', baseURL: base, bypassCSP: true, ...device, ...await options(page.role) });
  try {
    const tab = await context.newPage();
    const reply = await tab.goto(where, { waitUntil: 'load' });
    await tab.evaluate(() => document.fonts.ready.then(() => true));
    await tab.screenshot({ path: path.join(out, `${page.name}-${width}.png`), fullPage: true });
    report(`${page.name} ${width}: status ${page.status || 200}`, reply.status() === (page.status || 200) ? [] : [`${reply.status()} ${where}`]);
    // The whole page in view: what is under a sticky bar only until one scrolls is no fault.
    await tab.setViewportSize({ width, height: await tab.evaluate(() => document.documentElement.scrollHeight) });
    report(`${page.name} ${width}: axe`, await rig.axe(tab));
    report(`${page.name} ${width}: layout`, await rig.layout(tab));
  } finally {
    await context.close();
  }
}

async function inspect(page) {
  let where;
  try {
    where = await address(page);
    for (const size of rig.widths) await look(page, size, where);
    const session = await options(page.role);
    const first = await rig.visit(browser, base, where, session);
    report(`${page.name}: policy`, first.policy);
    report(`${page.name}: weight (${Math.round(first.bytes / 102.4) / 10} KiB, ${first.requests} requests)`, first.weight);
    report(`${page.name}: html`, await rig.markup(first.html, where));
    report(`${page.name}: without script`, await rig.plain(browser, base, where, session));
  } catch (error) {
    report(`${page.name}: can be looked at`, [error.stack || error]);
  }
}

const { pages } = await import(pathToFileURL(path.resolve(pagesFile)));
const waiting = pages.filter((p) => wanted(p.name));

/* Pages are only looked at, so each processor takes the next one. */
async function hand() {
  for (let page = waiting.shift(); page; page = waiting.shift()) await inspect(page);
}
await Promise.all(Array.from({ length: os.availableParallelism() }, hand));

/* What a flow is given: t.as(role, contextOptions) opens a page, t.check(name, test) is one case, t.must(true, "what"). */
const flow = {
  base,
  out,
  logins,
  check,
  async as(role, more = {}) {
    const context = await browser.newContext({ locale: 'da-DK', baseURL: base, ...await options(role), ...more });
    return context.newPage();
  },
  must(condition, what) {
    if (!condition) throw new Error(what);
  },
};
const flows = fs.existsSync(flowsDir) ? fs.readdirSync(flowsDir).filter((file) => file.endsWith('.mjs')).sort() : [];
for (const file of flows.filter(wanted)) {
  const { default: walk } = await import(pathToFileURL(path.resolve(flowsDir, file)));
  await check(`${file} runs to its end`, () => walk(flow));
}

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
