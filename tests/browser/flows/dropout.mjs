// SPDX-License-Identifier: EUPL-1.2
//
// A dropout becomes a contact, an offer and a new plan: from the caseload over the worklist to the agreement, with the
// keyboard alone, and once more without script.

import { keyboard, mouse } from '../hands.mjs';

const primary = (page) => page.locator('main form button.button-primary').first();

/* The nth of the counsellor's own of 15 to 17 in the 10th grade. */
async function pupil(page, nth) {
  await page.goto('/unge?alder=15-17');
  const rows = page.locator('main tbody tr', { hasText: '10. klasse' });
  if (await rows.count() <= nth) throw new Error('too few in the 10th grade');
  return new URL(await rows.nth(nth).locator('a[href^="/unge/"]').first().getAttribute('href'), page.url()).pathname;
}

async function drop(t, hands, page, person) {
  await hands.press(page, page.locator('main tbody').locator(`a[href="${person}"]`).first());
  await hands.press(page, page.getByRole('link', { name: 'Registrér nyt' }));
  await hands.fill(page, page.locator('#til'), '20.11.2026');
  await hands.choose(page, page.locator('#udfald'), 'Afbrudt');
  await hands.fill(page, page.locator('#aarsag'), 'Mistrives');
  await hands.press(page, page.getByRole('button', { name: 'Gem, at det er slut' }));
  t.must(await page.locator('.alert-success').isVisible(), 'nothing says that the end is saved');
}

/* The line of the person on the worklist that asks for this. */
async function task(t, hands, page, person, asks) {
  await page.goto('/i-dag?alt=1&type=duty');
  const line = page.locator(`a.wl__task[href^="${person}"]`, { hasText: asks });
  t.must(await line.count() === 1, `the worklist does not ask: ${asks}`);
  await hands.press(page, line);
}

async function contact(t, hands, page, person) {
  await task(t, hands, page, person, 'Kontakt den unge og forældrene');
  await hands.pick(page, page.locator('#t-phone'));
  await hands.fill(page, page.locator('.quick textarea'), 'Talte med den unge og mor om at begynde på FGU');
  await hands.press(page, page.getByRole('button', { name: 'Gem note' }));
}

async function offer(t, hands, page, person) {
  await task(t, hands, page, person, 'Tilbyd en ny aktivitet');
  await page.goto(`${person}/pligt`);
  t.must(await page.locator('main').innerText().then((text) => text.includes('Kontakt den 23. november 2026')), 'the contact did not stop the clock');
  await hands.press(page, page.locator('main .actions a.button-primary').first());
  await hands.pick(page, page.locator('#tilbud-activity'));
  await hands.fill(page, page.locator('#hvad'), 'Praktik i en børnehave tre dage om ugen');
  await hands.fill(page, page.locator('#start'), '30.11.2026');
  await hands.press(page, primary(page));
  t.must(await page.locator('main').innerText().then((text) => text.includes('Tilbudt eller begyndt den 23. november 2026')), 'the offer did not stop the clock');
}

async function agree(t, hands, page, person, party) {
  await page.goto(`${person}/plan`);
  await hands.press(page, page.locator(`a[href="${person}/plan/aftale"]`).first());
  await hands.pick(page, page.locator(`#part-${party}`));
  if (party === 'guardian') await hands.fill(page, page.locator('#navn'), 'Mor');
  await hands.pick(page, page.locator('#hvordan-meeting'));
  await hands.press(page, primary(page));
}

async function plan(t, hands, page, person) {
  await page.goto(`${person}/plan`);
  await hands.press(page, page.locator(`a[href="${person}/plan/skriv"]`).first());
  await hands.fill(page, page.locator('#nu'), 'Er stoppet i 10. klasse. Er glad for børn.');
  await hands.fill(page, page.locator('#maal'), 'Prøve et arbejde og vælge uddannelse inden marts');
  await hands.pick(page, page.locator('#pligt-activity'));
  await hands.fill(page, page.locator('#pligt_tekst'), 'Praktik i en børnehave');
  await hands.press(page, primary(page));
  await agree(t, hands, page, person, 'youth');
  t.must(await page.locator('text=Den mangler et ja').count() === 1, 'the plan holds without the custody holder');
  await agree(t, hands, page, person, 'guardian');
  t.must(await page.locator('text=Den mangler et ja').count() === 0, 'the plan does not hold');
  t.must(await page.locator('main').innerText().then((text) => text.includes('Praktik i en børnehave')), 'the new plan is not shown');
}

export default async function dropout(t) {
  for (const [nth, hands] of [keyboard, mouse].entries()) {
    await t.check(`a dropout becomes a contact, an offer and a new plan: ${hands.name}`, async () => {
      const page = await t.as('counsellor', hands.context);
      const person = await pupil(page, nth * 2);
      await drop(t, hands, page, person);
      await contact(t, hands, page, person);
      await offer(t, hands, page, person);
      await plan(t, hands, page, person);
      await page.goto('/i-dag?alt=1&type=duty');
      t.must(await page.locator(`a.wl__task[href^="${person}"]`, { hasText: 'Kontakt den unge' }).count() === 0, 'the worklist asks for the contact still');
      await page.context().close();
    });
  }
}
