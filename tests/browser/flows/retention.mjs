// SPDX-License-Identifier: EUPL-1.2
//
// A mentor's three months: from the worklist to the last contact, a wrong day, the outcome, and what is told to whom.

import { keyboard, mouse } from '../hands.mjs';

const primary = (page) => page.locator('main button.button-primary').first();

async function months(t, hands) {
  const page = await t.as('counsellor', hands.context);
  await page.goto('/i-dag?alt=1&type=mentor');
  const due = page.locator('a.wl__task[href$="/overgang/udfald"]');
  t.must(await due.count() > 0, 'no outcome is asked for');
  const where = (await due.first().getAttribute('href')).replace('/udfald', '');
  const before = await due.count();

  await page.goto(where);
  await hands.press(page, page.locator(`a[href="${where}/besked"]`).first());
  await hands.pick(page, page.locator('#hjemmel-youth'));
  await hands.fill(page, page.locator('#besked'), 'Har godt af faste aftaler');
  await hands.press(page, primary(page));
  t.must(await page.locator('text=Ingen har modtaget den endnu').count() > 0, 'the note is not on the page');
  await hands.press(page, page.locator('a:has-text("hvem der har modtaget")').first());
  const school = await page.locator('#skole option').nth(1).innerText();
  await hands.choose(page, page.locator('#skole'), school);
  await hands.fill(page, page.locator('#navn'), 'Ib Holm');
  await hands.press(page, primary(page));
  t.must(await page.locator('text=Ib Holm').count() > 0, 'who received the note is not told');

  await page.goto('/i-dag?alt=1&type=mentor');
  await hands.press(page, page.locator(`a.wl__task[href="${where}/udfald"]`));
  await hands.pick(page, page.locator('#udfald-dropped'));
  await hands.fill(page, page.locator('#afslutning'), 'Stoppede efter efterårsferien');
  await hands.press(page, primary(page));
  t.must(await page.title().then((title) => title.startsWith('Fejl: ')), 'a dropout without a cause was taken');
  t.must(await page.locator('#afslutning').inputValue() === 'Stoppede efter efterårsferien', 'what was typed is lost');
  await hands.pick(page, page.locator('#udfald-settled'));
  await hands.press(page, primary(page));
  t.must(await page.locator('.alert-success').isVisible(), 'nothing says that it is saved');
  await page.goto('/i-dag?alt=1&type=mentor');
  t.must(await page.locator('a.wl__task[href$="/overgang/udfald"]').count() === before - 1, 'the line stays on the worklist');
  await page.context().close();
}

export default async function retention(t) {
  for (const hands of [keyboard, mouse]) {
    await t.check(`a mentor's three months end with an outcome: ${hands.name}`, () => months(t, hands));
  }

  await t.check('a notice of risk is registered and taken care of', async () => {
    const page = await t.as('counsellor');
    await page.goto('/unge');
    await page.locator('main table a[href^="/unge/"]').first().click();
    const person = new URL(page.url()).pathname;
    await page.goto(`${person}/overgang/risiko`);
    await page.locator('#skole').selectOption({ index: 1 });
    await page.locator('#aarsag-attendance').check();
    await page.locator('main button.button-primary').click();
    t.must(await page.locator('text=Bortfalder').count() > 0, 'nothing tells when it lapses');
    await page.locator('button:has-text("Der er taget hånd om det")').first().click();
    t.must(await page.locator('text=Der er taget hånd om det').count() > 0, 'it is not noted');
    await page.context().close();
  });

  await t.check('management sees figures and nobody', async () => {
    const page = await t.as('management');
    await page.goto('/fastholdelse');
    t.must(await page.locator('main a[href^="/unge/"]').count() === 0, 'a person is linked');
    t.must(await page.locator('tbody tr').count() > 1, 'no figures');
    await page.context().close();
  });
}
