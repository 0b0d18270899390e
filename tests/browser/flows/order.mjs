// SPDX-License-Identifier: EUPL-1.2
//
// An education order from the job centre's call to its end, without script: written down, a step with a deadline that
// waits for the guidance service, its line on the worklist, the answer, the end, and the end taken back.

async function save(page) {
  await page.locator('main form .actions button.button-primary').click();
  await page.waitForLoadState('load');
}

const choose = (page, id) => page.locator(`#${id}`).check({ force: true });

export default async function order(t) {
  await t.check('order: written down, helped with, answered, ended', async () => {
    const page = await t.as('counsellor', { javaScriptEnabled: false });
    await page.goto('/paalaeg?alt=1');
    await page.locator('main tbody tr:last-child a').first().click(); // ended: a new one may come
    await page.getByRole('link', { name: 'Skriv et pålæg ned' }).click();
    await page.locator('#givet').fill('16.11.2026');
    await choose(page, 'ydelse-kontanthjaelp');
    await page.locator('#navn').fill('Karen Toft');
    await save(page);
    await choose(page, 'trin-propose');
    await page.locator('#frist').fill('24.11.2026');
    await choose(page, 'venter-guidance');
    await save(page);
    t.must(await page.getByText('Venter på: vejledningen').isVisible(), 'the step does not wait for guidance');
    const person = page.url();
    await page.goto('/i-dag?type=order');
    t.must(await page.locator('a.wl__task', { hasText: 'Hjælp med pålægget' }).count() > 0, 'no line on the worklist');
    await page.goto(person);
    await page.getByRole('link', { name: 'Skriv, hvad der kom ud af det' }).click();
    await choose(page, 'udfald-met');
    await page.locator('#svar').fill('Foreslog to uddannelser');
    await save(page);
    t.must(await page.getByText('Svar: Foreslog to uddannelser').isVisible(), 'the answer is not shown');
    await page.getByRole('link', { name: 'Afslut pålægget' }).click();
    await choose(page, 'grund-cancelled');
    await save(page);
    t.must(await page.getByText('Jobcentret har ophævet pålægget').first().isVisible(), 'the end is not shown');
    await page.locator('.alert-undo button').click();
    t.must(await page.getByText('Pålægget er i gang').isVisible(), 'the end is not taken back');
    await page.context().close();
  });
}
