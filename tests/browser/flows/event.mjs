// SPDX-License-Identifier: EUPL-1.2
//
// A career evening from the first draft to the last answer: made, given a programme, published, signed up for by the
// public without script, cancelled by the secret link, counted, evaluated.

import { keyboard as hands } from '../hands.mjs';

const title = `Uddannelsesaften ${Date.now()}`;

async function save(page) {
  await page.locator('main form .actions button.button-primary').click();
  await page.waitForLoadState('load');
}

/* Today, late: one can sign up until then. The clock of the server stands on this day. With the keyboard alone. */
async function make(page) {
  await page.goto('/arrangementer/ret');
  await hands.press(page, page.getByRole('link', { name: 'Nyt arrangement' }));
  await hands.fill(page, page.getByLabel('Titel'), title);
  await hands.choose(page, page.locator('#skole'), await page.locator('#skole option').nth(1).innerText());
  await hands.fill(page, page.getByLabel('Sted'), 'Aulaen');
  await hands.fill(page, page.getByLabel('Dag', { exact: true }), '23.11.2026');
  await hands.fill(page, page.getByLabel('Fra kl.'), '23.00');
  await hands.fill(page, page.getByLabel('Til kl.'), '23.45');
  await hands.fill(page, page.getByLabel('Antal pladser'), '3');
  await hands.press(page, page.locator('main form .actions button.button-primary'));
  return page.url();
}

async function signUp(t, path, name, people) {
  const page = await t.as(null, { javaScriptEnabled: false });
  await page.goto(path);
  await page.getByRole('link', { name: 'Tilmeld dig' }).click();
  await page.getByLabel('Navn').fill(name);
  await page.getByLabel('Hvor mange kommer I?').fill(String(people));
  await page.locator('#klasse').selectOption('9');
  await save(page);
  return page;
}

export default async function event(t) {
  let staff;
  let manage;
  let path;

  await t.check('event: a draft gets a programme and is published', async () => {
    staff = await t.as('counsellor');
    manage = await make(staff);
    await hands.press(staff, staff.getByRole('link', { name: 'Føj til programmet' }));
    await hands.fill(staff, staff.getByLabel('Fra kl.'), '23.00');
    await hands.fill(staff, staff.getByLabel('Punkt'), 'Veje efter 9. klasse');
    await hands.press(staff, staff.locator('main form .actions button.button-primary'));
    await hands.press(staff, staff.getByRole('button', { name: 'Udgiv' }));
    t.must(await staff.getByText('Arrangementet er udgivet').isVisible(), 'it does not say that it is published');
    path = manage.replace('/ret/', '/');
  });

  await t.check('event: the public signs up, waits and cancels without script', async () => {
    const ida = await signUp(t, path, 'Ida Holm', 3);
    t.must(await ida.getByRole('heading', { name: 'Du er tilmeldt' }).isVisible(), 'no receipt');
    const per = await signUp(t, path, 'Per Lund', 2);
    t.must(await per.getByText('nummer 1 på ventelisten').isVisible(), 'not on the waiting list');
    await ida.getByRole('button', { name: 'meld mig fra' }).click();
    t.must(await ida.getByText('Du er meldt fra').isVisible(), 'not cancelled');
    await per.reload();
    t.must(await per.getByText('Du har fået plads').isVisible(), 'the free place was not given on');
    const ics = await per.request.get(`${path}/kalender.ics`);
    t.must((await ics.text()).includes('DTSTART;TZID=Europe/Copenhagen:20261123T230000'), 'no calendar file');
    await ida.context().close();
    await per.context().close();
  });

  await t.check('event: it is held, counted and evaluated', async () => {
    await staff.goto(`${manage}/oplysninger`);
    await staff.getByLabel('Fra kl.').fill('8.00');
    await save(staff);
    await staff.getByRole('link', { name: 'Skriv fremmødet' }).click();
    await staff.locator('td input').nth(2).fill('24');
    await save(staff);
    t.must(await staff.getByText('24 kom').first().isVisible(), 'the count is not shown');
    await staff.getByRole('button', { name: 'Gæsterne har fået linket' }).click();
    for (let i = 0; i < 5; i += 1) {
      const guest = await t.as(null, { javaScriptEnabled: false });
      await guest.goto(path);
      await guest.getByRole('link', { name: 'Fortæl, hvad du syntes' }).click();
      for (const id of ['hvem-young', 'nytte-5', i ? 'klogere-4' : 'klogere-2']) await guest.locator(`#${id}`).check({ force: true });
      await save(guest);
      t.must(await guest.getByRole('heading', { name: 'Tak' }).isVisible(), 'no thanks');
      await guest.context().close();
    }
    await staff.goto(manage);
    t.must(await staff.getByText('4 af 5 blev meget eller rigtig meget klogere').isVisible(), 'the answers are not shown');
    await staff.context().close();
  });
}
