// SPDX-License-Identifier: EUPL-1.2
//
// Two ways to use a page: with the keyboard alone (Tab, Enter, Space, arrows, typing), and with the mouse. A flow that
// takes its hands as a parameter is walked both ways.

/* Tab until the element has the focus. */
export async function reach(page, locator, most = 400) {
  const wanted = await locator.elementHandle();
  for (let i = 0; i < most; i += 1) {
    if (await wanted.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${locator}`);
}

async function leave(page, act) {
  const before = await page.evaluate(() => performance.timeOrigin);
  await act();
  await page.waitForFunction((then) => performance.timeOrigin !== then && document.readyState === 'complete', before);
}

/* A group of radio buttons is one stop; the arrows go through it. */
async function pick(page, locator) {
  const wanted = await locator.elementHandle();
  const name = await wanted.getAttribute('name');
  for (let i = 0; i < 400; i += 1) {
    if (await page.evaluate((n) => document.activeElement.type === 'radio' && document.activeElement.name === n, name)) break;
    await page.keyboard.press('Tab');
  }
  for (let i = 0; i < 20; i += 1) {
    if (await wanted.evaluate((e) => e === document.activeElement)) {
      await page.keyboard.press('Space');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrows do not reach ${locator}`);
}

export const keyboard = {
  name: 'keyboard',
  context: {},
  async press(page, locator) {
    await reach(page, locator);
    await leave(page, () => page.keyboard.press('Enter'));
  },
  async fill(page, locator, text) {
    await reach(page, locator);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  },
  async choose(page, locator, label) {
    await reach(page, locator);
    await page.keyboard.type(label);
  },
  pick,
};

export const mouse = {
  name: 'without script',
  context: { javaScriptEnabled: false },
  async press(page, locator) {
    await locator.click();
    await page.waitForLoadState('load');
  },
  fill: (page, locator, text) => locator.fill(text),
  choose: (page, locator, label) => locator.selectOption({ label }),
  pick: (page, locator) => locator.check({ force: true }),
};
