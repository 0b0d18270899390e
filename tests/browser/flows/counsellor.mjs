// SPDX-License-Identifier: EUPL-1.2
//
// A counsellor's minute: from the worklist to a saved note, first with the keyboard alone, then without script.

/* Shortcuts are a choice of the user's own (WCAG 2.1.4); this turns them on by hand so that the flow does not depend on
   how the demo's users have chosen. */
const wantShortcuts = () => addEventListener('DOMContentLoaded', () => document.body.setAttribute('data-shortcuts', '1'), true);

/* Some tasks are done on a page of their own; a note is written on the young person's. */
const toPerson = /^\/unge\/[^/]+$/;
async function openPerson(page) {
  await page.goto('/i-dag');
  const hrefs = await page.locator('a.wl__task').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  const at = hrefs.findIndex((href) => toPerson.test(href.split('#')[0]));
  if (at < 0) throw new Error(`no task leads to a person: ${hrefs.slice(0, 5).join(' ')}`);
  await page.locator('a.wl__task').nth(at).click();
}

export default async function counsellor(t) {
  await t.check('keyboard: worklist, person, note', async () => {
    const page = await t.as('counsellor');
    await page.addInitScript(wantShortcuts);
    await page.goto('/i-dag');
    await page.keyboard.press('j');
    t.must(await page.evaluate(() => document.activeElement.matches('.wl__task')), 'j does not reach a task');
    const href = () => page.evaluate(() => document.activeElement.getAttribute('href').split('#')[0]);
    for (let i = 0; i < 60 && !toPerson.test(await href()); i += 1) await page.keyboard.press('j');
    const person = await href();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === person);
    await page.keyboard.press('n');
    t.must(await page.evaluate(() => document.activeElement.tagName === 'TEXTAREA'), 'n does not reach the note');
    const text = `Ringede kl. 9.30, aftalte et møde på fredag (${Date.now()})`;
    await page.keyboard.type(text);
    await page.keyboard.press('Control+Enter');
    const saved = page.locator('.tl__txt', { hasText: text });
    await saved.waitFor({ timeout: 10000 });
    await page.context().close();
  });

  await t.check('a draft survives a closed window', async () => {
    const page = await t.as('counsellor');
    await openPerson(page);
    const text = `Kladde ${Date.now()}`;
    await page.locator('textarea[data-draft]').fill(text);
    await page.waitForFunction(() => {
      const status = document.querySelector('#draft-status');
      return status.dataset.saved && status.textContent === status.dataset.saved;
    }, null, { timeout: 8000 });
    const where = page.url();
    await page.context().close();
    const again = await t.as('counsellor');
    await again.goto(where);
    t.must(await again.locator('textarea[data-draft]').inputValue() === text, 'the draft is gone');
    await again.context().close();
  });

  await t.check('without script: note and undo', async () => {
    const page = await t.as('counsellor', { javaScriptEnabled: false });
    await openPerson(page);
    const text = `Uden script ${Date.now()}`;
    await page.locator('.quick textarea').fill(text);
    await page.locator('.quick button.button-primary').click();
    t.must(await page.locator('.tl__txt', { hasText: text }).isVisible(), 'the note is not on the page');
    await page.locator('.alert-undo button, .tl__undo button').first().click();
    t.must(await page.locator('.tl__i:not(.tl__i--old) .tl__txt', { hasText: text }).count() === 0, 'the note stands after undo');
    await page.context().close();
  });

  await t.check('search suggests real people', async () => {
    const page = await t.as('counsellor');
    await page.goto('/i-dag');
    const name = (await page.locator('.wl__who strong').first().innerText()).split(' ')[0];
    await page.locator('#q').pressSequentially(name.slice(0, 3));
    await page.getByRole('option').first().waitFor({ timeout: 5000 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/unge/**');
    await page.context().close();
  });
}
