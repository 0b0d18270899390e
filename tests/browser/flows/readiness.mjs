// SPDX-License-Identifier: EUPL-1.2
//
// A school reports a class: the whole grid with the keyboard and without script, a wrong mark, sending, a correction.

const reports = '/skole/indberetning';

/* A class that is not begun, for its address; `nth` so that each test has its own. */
async function open(page, nth) {
  await page.goto(reports);
  const fill = page.locator('td a:has-text("Udfyld")');
  t0(await fill.count() > nth, 'the school has too few classes left to report');
  await fill.nth(nth).click();
  await page.waitForURL(/indberetning\/\d+\/\d/);
  return new URL(page.url()).pathname;
}
function t0(ok, why) { if (!ok) throw new Error(why); }

async function fillMarks(page) {
  const inputs = page.locator('.grid__in');
  const n = await inputs.count();
  await inputs.first().focus();
  for (let i = 0; i < n; i += 1) {
    await page.keyboard.type(['7', '4', '02', '10'][i % 4]);
    await page.keyboard.press('Tab');
  }
}

export default async function readiness(t) {
  await t.check('a class is reported with the keyboard, without script', async () => {
    const page = await t.as('school', { javaScriptEnabled: false });
    const where = await open(page, 0);
    await fillMarks(page);
    await page.locator('.grid__in').first().fill('13');
    await page.locator('button[name="videre"]').click();
    t.must(await page.title().then((title) => title.startsWith('Fejl: ')), 'a mark that is none was taken');
    t.must(await page.locator('.grid__in').nth(1).inputValue() === '4', 'what was typed is lost');
    await page.locator('.grid__in').first().fill('7 10');
    await page.locator('button[name="videre"]').click();
    t.must(page.url().includes('del=forudsaetninger'), 'the next part does not come');
    await page.locator('.grid__box').first().check();
    await page.locator('.grid__text').nth(0).fill('Stort fravær siden efterårsferien');
    await page.locator('.grid__text').nth(1).fill('Samtale hver uge');
    await page.locator('button[name="videre"]').click();
    t.must(page.url().endsWith('/send'), 'the last look does not come');
    await page.locator('button.button-primary').click();
    t.must(await page.locator('.alert-success').isVisible(), 'nothing says that it is sent');
    t.must(new URL(page.url()).pathname === where, 'another page came');
    t.must(await page.locator('text=Samtale hver uge').count() === 0, 'the list shows the plan of a pupil');
    t.must(await page.locator('text=Stort fravær').count() > 0, 'the reason is not with the pupil');
    await page.locator('button:has-text("Ret")').click();
    await page.locator('.grid__in').first().waitFor();
    t.must(await page.locator('.grid__in').first().inputValue() === '7 10', 'the correction does not begin with what was sent');
    await page.locator('button:has-text("Opgiv rettelsen")').click();
    t.must(await page.locator('button:has-text("Ret")').isVisible(), 'what was sent does not come back');
    await page.context().close();
  });

  await t.check('two colleagues see what the other wrote', async () => {
    const page = await t.as('school');
    const other = await t.as('school');
    const where = await open(page, 0);
    await other.goto(where);
    await other.locator('.grid__in').first().fill('12');
    await other.locator('button:has-text("Gem kladde")').click();
    await page.locator('.grid__in').first().fill('4');
    await page.locator('button:has-text("Gem kladde")').click();
    await page.locator('.grid__theirs').first().waitFor();
    t.must(await page.locator('.grid__theirs').first().innerText().then((text) => text.includes('12')), 'the other mark is not shown');
    t.must(await page.locator('.grid__in').first().inputValue() === '4', 'the own mark is lost');
    await page.keyboard.press('Escape');
    await page.locator('.grid__in').first().focus();
    await page.keyboard.press('ArrowDown');
    t.must(await page.evaluate(() => document.activeElement.closest('tr').rowIndex === 2), 'arrow down does not reach the next pupil');
    await page.locator('button:has-text("Gem kladde")').click();
    await page.locator('.alert-success').waitFor();
    await page.context().close();
    await other.context().close();
  });
}
