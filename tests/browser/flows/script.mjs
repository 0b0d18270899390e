// SPDX-License-Identifier: EUPL-1.2
//
// What assets/app.js adds, on pages made for the purpose: the real script from the real server, under the real policy, and
// answers of our own to what it asks. Here the script is proved alone; that the product's pages carry its marks is the
// business of the other flows.

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
  + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

const rows = ['a', 'b', 'c'].map((id) => `<li class="wl__row"><a class="wl__task" id="${id}" href="/proof/${id}">${id}</a></li>`).join('');

export default async function script(t) {
  const tab = await t.as(null);
  await tab.goto('/');
  const src = await tab.locator('script[src]').first().getAttribute('src');

  /* A page at /proof/..., with what the script asked for while it was open. */
  async function proof(body, { attributes = '', answers = {} } = {}) {
    const page = await t.as(null);
    const asked = [];
    const broken = [];
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => { if (message.text().includes('Trusted')) broken.push(message.text()); });
    await page.route('**/proof/**', (route) => {
      const url = new URL(route.request().url());
      const answer = answers[url.pathname];
      asked.push({ path: url.pathname + url.search, method: route.request().method(), body: route.request().postData() });
      if (answer) return route.fulfill(typeof answer === 'function' ? answer(asked) : answer);
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': policy },
        body: `<!DOCTYPE html><html lang="da"><head><title>x</title><script src="${src}" defer></script></head><body ${attributes}>${body}</body></html>`,
      });
    });
    await page.goto('/proof/page');
    return { page, asked, broken };
  }
  const focused = (page) => page.evaluate(() => document.activeElement.id);
  async function close({ page, broken }) {
    await page.context().close();
    t.must(broken.length === 0, broken.join('; '));
  }

  await t.check('script: single keys work only when the user wants them', async () => {
    const html = `<input id="q"><ul>${rows}</ul><div class="quick"><textarea id="note"></textarea></div><dialog id="shortcuts"><form method="dialog"><button>x</button></form></dialog>`;
    const off = await proof(html);
    await off.page.keyboard.press('j');
    t.must(await focused(off.page) === '', 'j moved although shortcuts are off');
    await off.page.keyboard.press('?');
    t.must(!await off.page.locator('#shortcuts').isVisible(), '? opened the help although shortcuts are off');
    await close(off);

    const on = await proof(html, { attributes: 'data-shortcuts="1"' });
    const { page } = on;
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    t.must(await focused(page) === 'b', 'j j does not reach the second row');
    await page.keyboard.press('k');
    t.must(await focused(page) === 'a', 'k does not go back');
    await page.keyboard.press('/');
    t.must(await focused(page) === 'q', '/ does not reach the search');
    await page.keyboard.press('n');
    t.must(await page.inputValue('#q') === 'n', 'n is swallowed while one writes');
    await page.locator('#a').focus();
    await page.keyboard.press('n');
    t.must(await focused(page) === 'note', 'n does not reach the note');
    await page.locator('#a').focus();
    await page.keyboard.press('?');
    t.must(await page.locator('#shortcuts').isVisible(), '? does not open the help');
    await page.keyboard.press('Escape');
    await page.locator('#a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/proof/a');
    await close(on);
  });

  await t.check('script: Ctrl+Enter sends the form', async () => {
    const p = await proof('<form method="post" action="/proof/sent"><textarea id="n" name="n"></textarea></form>');
    await p.page.locator('#n').fill('hej');
    await p.page.keyboard.press('Control+Enter');
    await p.page.waitForURL('**/proof/sent');
    t.must(p.asked.some((r) => r.method === 'POST' && r.body === 'n=hej'), 'nothing was posted');
    await close(p);
  });

  const draft = '<form method="post" action="/proof/sent"><input type="hidden" name="csrf" value="t0k&amp;n"><textarea id="n" name="n" data-draft="/proof/draft"></textarea></form>'
    + '<p id="draft-status" role="status" data-saving="gemmer" data-saved="gemt" data-failed="fejl"></p>';
  await t.check('script: a draft is kept three seconds after the last key', async () => {
    const p = await proof(draft, { answers: { '/proof/draft': { status: 204 } } });
    await p.page.locator('#n').pressSequentially('æ&b');
    await p.page.waitForTimeout(1500);
    t.must(!p.asked.some((r) => r.path === '/proof/draft'), 'it was sent too early');
    await p.page.waitForFunction(() => document.querySelector('#draft-status').textContent === 'gemt', null, { timeout: 6000 });
    const sent = p.asked.filter((r) => r.path === '/proof/draft');
    t.must(sent.length === 1 && sent[0].body === 'body=%C3%A6%26b&csrf=t0k%26n', JSON.stringify(sent));
    await close(p);
  });
  await t.check('script: a draft that was not kept is said so', async () => {
    const p = await proof(draft, { answers: { '/proof/draft': { status: 500 } } });
    await p.page.locator('#n').fill('x');
    await p.page.waitForFunction(() => document.querySelector('#draft-status').textContent === 'fejl', null, { timeout: 6000 });
    await close(p);
  });
  await t.check('script: no draft follows a note that is being saved', async () => {
    const p = await proof(draft);
    await p.page.locator('#n').fill('x');
    await p.page.keyboard.press('Control+Enter');
    await p.page.waitForURL('**/proof/sent');
    await p.page.waitForTimeout(300);
    t.must(!p.asked.some((r) => r.path === '/proof/draft'), 'a draft was posted after the note');
    await close(p);
  });

  const hits = [{ label: 'Emma <b>', detail: '15 år', href: '/proof/emma' }, { label: 'Emil', detail: '', href: 'https://example.org/' }];
  await t.check('script: search suggests, and the keyboard chooses', async () => {
    const p = await proof('<label for="q">Søg</label><input id="q" name="q" data-suggest="/proof/hits" data-suggest-many="{n} forslag">',
      { answers: { '/proof/hits': { json: hits } } });
    await p.page.locator('#q').pressSequentially('em');
    const options = p.page.getByRole('option');
    await options.nth(1).waitFor();
    t.must((await options.first().innerText()).startsWith('Emma <b>'), 'a label is not shown as the text it is');
    t.must(await p.page.getByRole('status').innerText() === '2 forslag', 'the number is not announced');
    t.must(p.asked.filter((r) => r.path.startsWith('/proof/hits')).length === 1, 'it asked for each key');
    await p.page.keyboard.press('ArrowUp');
    await p.page.keyboard.press('Enter');
    await p.page.waitForTimeout(200);
    t.must(p.page.url().endsWith('/proof/page'), 'an answer may send the reader away from us');
    await p.page.keyboard.press('ArrowDown');
    const active = await p.page.locator('#q').getAttribute('aria-activedescendant');
    t.must(await p.page.locator(`#${active}`).getAttribute('aria-selected') === 'true', 'the chosen option is not marked');
    await p.page.keyboard.press('Enter');
    await p.page.waitForURL('**/proof/emma');
    await close(p);
  });

  await t.check('script: all or none', async () => {
    const p = await proof('<div hidden><input type="checkbox" id="all" data-all="v" hidden></div>'
      + [1, 2, 3].map((n) => `<input type="checkbox" name="v" value="${n}" id="v${n}"${n < 3 ? ' checked' : ''}>`).join(''));
    const all = p.page.locator('#all');
    t.must(await all.isVisible(), 'the box for all does not appear');
    t.must(await all.evaluate((e) => e.indeterminate), 'two of three is not "some"');
    await all.check();
    t.must(await p.page.locator('#v3').isChecked(), 'all does not check all');
    await all.uncheck();
    t.must(!await p.page.locator('#v1').isChecked(), 'none leaves one');
    await close(p);
  });

  await t.check('script: a job shows its progress and then its result', async () => {
    const p = await proof('<div data-poll="/proof/job"><p data-poll-text>0</p><progress max="10" value="0"></progress></div>', {
      answers: {
        '/proof/job': (asked) => ({
          json: asked.filter((r) => r.path === '/proof/job').length < 2
            ? { progress: 4, total: 8, text: 'række 4 af 8', done: false }
            : { progress: 8, total: 8, text: 'færdig', done: true, href: '/proof/result' },
        }),
      },
    });
    await p.page.waitForFunction(() => document.querySelector('progress').position === 0.5);
    t.must(await p.page.locator('[data-poll-text]').innerText() === 'række 4 af 8', 'the text stands still');
    await p.page.waitForURL('**/proof/result');
    await close(p);
  });

  await t.check('script: says two minutes before that the session ends', async () => {
    const p = await proof('<div id="session-warning" role="alert" hidden>snart</div>', { attributes: 'data-expires-seconds="121"' });
    t.must(!await p.page.locator('#session-warning').isVisible(), 'it is said too early');
    await p.page.locator('#session-warning').waitFor({ state: 'visible', timeout: 3000 });
    await close(p);
  });

  await t.check('script: an error summary is where the reader starts', async () => {
    const p = await proof('<h1>x</h1><div id="fejl" tabindex="-1" data-error-summary>fejl</div>');
    t.must(await focused(p.page) === 'fejl', 'the summary is not focused');
    await close(p);
  });
}
