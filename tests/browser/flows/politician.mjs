// SPDX-License-Identifier: EUPL-1.2
//
// A politician's path: from the goals to what a figure means and to the figures as a file, within three clicks and
// without script.

export default async function politician(t) {
  await t.check('goals, goal, definition: three clicks', async () => {
    const page = await t.as(null, { javaScriptEnabled: false });
    await page.goto('/maal');
    await page.locator('main h2 a[href$="/maal/4"]').click();
    await page.locator('main a[href="/data"]').click();
    t.must((await page.locator('dl.definitions dt').count()) >= 20, 'the figures are not defined at /data');
    await page.context().close();
  });

  await t.check('goals, goal, figures as CSV: three clicks', async () => {
    const page = await t.as(null, { javaScriptEnabled: false });
    await page.goto('/maal');
    await page.locator('main h2 a[href$="/maal/4"]').click();
    await page.locator('main a[href="/data"]').click();
    const download = page.waitForEvent('download');
    await page.locator('main a[href="/data/tal.csv"]').click();
    t.must((await download).suggestedFilename().endsWith('.csv'), 'the figures are no CSV');
    await page.context().close();
  });

  await t.check('goals, goal, schools beside each other: two clicks', async () => {
    const page = await t.as(null, { javaScriptEnabled: false });
    await page.goto('/maal');
    await page.locator('main h2 a[href$="/maal/4"]').click();
    await page.locator('main a[href="/maal/4/skoler"]').click();
    t.must((await page.locator('main h1').innerText()).includes('Skolerne'), 'no page of schools');
    await page.context().close();
  });
}
