// SPDX-License-Identifier: EUPL-1.2
//
// A citizen asks what if: turns a dial, with script a slider and without one a number, and sees the new curve beside the
// old, the age at which 90 % is reached and how many young people it is; and gives the address to somebody else.

import { keyboard, reach } from '../hands.mjs';

const dials = ['frafald', 'direkte', 'retur', 'start', 'hu'];

/* A space that does not break is a space. */
const plain = (text) => text.replace(/\s+/g, ' ');

/* What the page answers, in words and numbers. */
async function answer(page) {
  return {
    finding: plain(await page.locator('main .fig__head').innerText()),
    sentences: (await page.locator('main .cols ul li').allInnerTexts()).map(plain),
    table: await page.locator('main .fig__tbl table').evaluate((table) => table.textContent).then(plain),
  };
}

const values = (page) => Promise.all(dials.map((name) => page.locator(`#${name}`).inputValue()));

/* The share at an age as the table has it: as now, and with the change. */
async function shares(page, age) {
  const cells = page.locator('main .fig__tbl tbody tr', { hasText: new RegExp(`^${age}\\sår`) }).locator('td');
  const texts = await cells.evaluateAll((list) => list.map((cell) => cell.textContent));
  return texts.slice(0, 2).map((text) => Number.parseFloat(text.replace(/[^\d,]/g, '').replace(',', '.')));
}

async function told(t, page) {
  const said = await answer(page);
  const words = said.sentences.join(' | ');
  const drawn = await page.locator('main svg.chart--w').textContent();
  t.must(drawn.includes('Som nu') && drawn.includes('Med ændringen'), 'the new curve is not beside the old one');
  t.must(/90 % nås|nås 90 %/.test(words), `no age of 90 %: ${words}`);
  t.must(/Ved 25 år .*(årgang)/.test(words), `no number of young people: ${words}`);
  const [now, then] = await shares(page, 25);
  t.must(then > now, `with fewer dropouts ${then} is not more than ${now}`);
  return said;
}

/* The address alone gives the same, to somebody who was never here, with script and without. */
async function shared(t, page, said) {
  const url = page.url();
  for (const javaScriptEnabled of [true, false]) {
    const other = await t.as(null, { javaScriptEnabled });
    await other.goto(url);
    t.must(JSON.stringify(await answer(other)) === JSON.stringify(said), 'the address does not give the same answer');
    t.must(JSON.stringify(await values(other)) === JSON.stringify(await values(page)), 'the dials do not stand as they were');
    await other.context().close();
  }
}

export default async function whatIf(t) {
  await t.check('what if: sliders, by keyboard alone', async () => {
    const page = await t.as(null);
    await page.goto('/maal/1');
    const link = page.locator('main a[href="/maal/1/hvad-hvis"]').first();
    await keyboard.press(page, link);
    t.must(new URL(page.url()).pathname === '/maal/1/hvad-hvis', 'the goal does not lead to what if');
    const before = await answer(page);
    t.must(!before.table.includes('Med ændringen'), 'there is a change before anything was changed');
    const dial = page.locator('#frafald');
    t.must(await dial.getAttribute('type') === 'range', 'the number is no slider');
    t.must(await page.locator('label[for=frafald]').innerText() !== '', 'the slider has no name');
    await reach(page, dial);
    for (let i = 0; i < 40; i += 1) await page.keyboard.press('ArrowRight');
    t.must(await page.locator('#frafald + output').innerText().then(plain) === '40 %', 'the value does not stand beside the slider');
    await reach(page, page.locator('#start'));
    await page.keyboard.press('ArrowLeft');
    t.must(await page.locator('#start').inputValue() === '-1', 'the slider does not go below 0');
    await page.keyboard.press('ArrowRight');
    await keyboard.press(page, page.locator('main form.dials button[type=submit]'));
    t.must(new URL(page.url()).searchParams.get('frafald') === '40', 'the address does not say what was asked');
    t.must((await values(page)).join() === '40,0,0,0,0', 'the dials do not stand as they were set');
    t.must(await page.locator('#frafald + output').innerText().then(plain) === '40 %', 'the value is gone after the answer');
    const said = await told(t, page);
    t.must(said.finding !== before.finding, 'the finding is the old one');
    await shared(t, page, said);
    await page.context().close();
  });

  await t.check('what if: numbers, without script', async () => {
    const page = await t.as(null, { javaScriptEnabled: false });
    await page.goto('/maal/1/hvad-hvis');
    const before = await answer(page);
    t.must(await page.locator('#frafald').getAttribute('type') === 'number', 'without script it is no number');
    await page.locator('#frafald').fill('40');
    await page.locator('#retur').fill('50');
    await page.locator('main form.dials button[type=submit]').click();
    t.must(new URL(page.url()).searchParams.get('retur') === '50', 'the address does not say what was asked');
    await shared(t, page, await told(t, page));
    await page.locator('main form.dials a', { hasText: 'Nulstil' }).click();
    t.must(JSON.stringify(await answer(page)) === JSON.stringify(before), 'nulstil does not give the old curve');
    await page.context().close();
  });

  await t.check('what if: a wrong number is told of beside the field, and the rest is kept', async () => {
    const page = await t.as(null, { javaScriptEnabled: false });
    await page.goto('/maal/1/hvad-hvis?frafald=500&retur=50');
    const message = page.locator('#frafald-e');
    t.must(/100/.test(await message.innerText()), 'the message does not say what can be written');
    t.must((await page.locator('#frafald').getAttribute('aria-describedby')).includes('frafald-e'), 'the message is not the field\'s');
    t.must((await values(page)).join() === '500,0,50,0,0', 'what was written is gone');
    await page.context().close();
  });
}
