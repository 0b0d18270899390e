// SPDX-License-Identifier: EUPL-1.2
//
// The browser that looks at our pages: starting it, logging in, and the questions asked of each page.
//
// axe is put into the page as script, which our own policy forbids, so those contexts bypass the policy; whether a page
// obeys it is asked in a context of its own that does not. Every question answers with a list of what is wrong.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeDanish = JSON.parse(fs.readFileSync(require.resolve('axe-core/locales/da.json'), 'utf8'));
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const budget = { bytes: 120 * 1024, requests: 12, script: 10 * 1024 };

export const widths = [
  { width: 1280, viewport: { width: 1280, height: 900 } },
  { width: 390, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  { width: 320, viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
];

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'form-dup-name': 'off' },
});

export function start() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--disable-quic'],
  });
}

/* The cookies of a user who has just logged in, to be given to as many contexts as wanted. */
export async function login(browser, base, { user, password }) {
  const context = await browser.newContext({ locale: 'da-DK', baseURL: base });
  const page = await context.newPage();
  await page.goto('/log-ind');
  const form = page.locator('main form:has(input[type=password])');
  await form.locator('input:not([type=hidden]):not([type=password])').first().fill(user);
  await form.locator('input[type=password]').fill(password);
  await form.locator('button[type=submit], input[type=submit]').first().click();
  await page.waitForLoadState('load');
  if (new URL(page.url()).pathname === '/log-ind') {
    throw new Error(`${user} could not log in: ${(await page.locator('main').innerText()).slice(0, 300)}`);
  }
  const state = await context.storageState();
  await context.close();
  return state;
}

export async function axe(page) {
  await page.evaluate(axeSource);
  const { violations, passes } = await page.evaluate(async ([locale, tags]) => {
    window.axe.configure({ locale });
    return window.axe.run(document, { runOnly: tags, resultTypes: ['violations', 'passes'] });
  }, [axeDanish, axeTags]);
  if (passes.length < 10) return [`axe looked at next to nothing (${passes.length} rules)`];
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help}: ${node.target.join(' ')}  ${node.html.slice(0, 160)}`));
}

/* What a machine can see of ugliness: sideways scrolling, and icons that lost their size (axe calls such pages fine). */
export function layout(page) {
  return page.evaluate(() => {
    const wrong = [];
    const view = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > view) {
      const scrolls = (e) => e && e !== document.body && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
      const wide = [...document.body.querySelectorAll('*')]
        .filter((e) => e.getBoundingClientRect().right > view + 1 && !scrolls(e.parentElement)).slice(-3);
      wrong.push(`${document.documentElement.scrollWidth} px wide in ${view}: ${wide.map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`);
    }
    for (const icon of document.querySelectorAll('svg.icon-svg')) {
      const { width, height } = icon.getBoundingClientRect();
      if (width > 40 || height > 40) wrong.push(`an icon of ${width} x ${height} px: ${icon.outerHTML.slice(0, 120)}`);
    }
    for (const use of document.querySelectorAll('svg.icon-svg use')) {
      const { width } = use.getBoundingClientRect();
      if (width === 0 && use.closest('svg').getBoundingClientRect().width > 0) wrong.push(`an empty icon: ${use.outerHTML}`);
    }
    return wrong;
  });
}

/* The first visit of somebody with an empty cache, under the real policy. */
export async function visit(browser, base, path, options = {}) {
  const context = await browser.newContext({ locale: 'da-DK', baseURL: base, ...options });
  const page = await context.newPage();
  const policy = [];
  const weight = [];
  page.on('pageerror', (error) => policy.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    // A page that is meant to answer 404 is itself reported as a failed resource.
    if (message.type() === 'error' && message.location().url !== page.url()) policy.push(`console: ${message.text()}`);
  });
  await page.exposeBinding('reportViolation', (_, text) => policy.push(text));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => {
      window.reportViolation(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile || ''}:${e.lineNumber} ${e.sample}`);
    });
  });
  const cdp = await context.newCDPSession(page);
  const seen = new Map();
  await cdp.send('Network.enable');
  cdp.on('Network.responseReceived', ({ requestId, response, type }) => seen.set(requestId, { url: response.url, type }));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (seen.has(requestId)) seen.get(requestId).bytes = encodedDataLength;
  });
  const scripts = [];
  page.on('response', (reply) => { if (reply.request().resourceType() === 'script') scripts.push(reply.body()); });
  const reply = await page.goto(path, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.waitForTimeout(150);
  const html = await reply.text();
  const requests = [...seen.values()].filter((r) => !r.url.startsWith('data:'));
  const bytes = requests.reduce((sum, r) => sum + (r.bytes || 0), 0);
  const script = (await Promise.all(scripts)).reduce((sum, body) => sum + body.length, 0);
  const foreign = requests.filter((r) => new URL(r.url).origin !== new URL(base).origin).map((r) => r.url);
  if (bytes > budget.bytes) weight.push(`${bytes} bytes, the budget is ${budget.bytes}`);
  if (requests.length > budget.requests) weight.push(`${requests.length} requests: ${requests.map((r) => r.url).join(' ')}`);
  if (script > budget.script) weight.push(`${script} bytes of script`);
  weight.push(...foreign.map((url) => `third party: ${url}`));
  await context.close();
  return { status: reply.status(), html, policy, weight, bytes, requests: requests.length };
}

/* Without script the page must still be a page. */
export async function plain(browser, base, path, options = {}) {
  const context = await browser.newContext({ locale: 'da-DK', baseURL: base, javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  const wrong = [];
  const reply = await page.goto(path, { waitUntil: 'load' });
  if (reply.status() >= 500) wrong.push(`status ${reply.status()}`);
  const heading = page.locator('main h1');
  if (await heading.count() !== 1 || !await heading.isVisible()) wrong.push('not one visible h1 in main');
  if ((await page.locator('main').innerText()).trim().length < 20) wrong.push('main is empty');
  await context.close();
  return wrong;
}

export async function markup(html, url) {
  const report = await validator.validateString(html, url);
  return report.results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
}
