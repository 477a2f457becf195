/** The journey of rows/journey.ts, written by hand as a canary's script; the start page comes by the environment. */
const { synthetics } = require('@aws/synthetics-playwright');

exports.handler = async () => {
  try {
    const browser = await synthetics.launch();
    const page = await synthetics.newPage(browser);
    const step = (name, run) => synthetics.executeStep(name, run, {}, page);
    await step('search', async () => {
      const response = await page.goto(process.env.START);
      if (response.status() !== 200) throw new Error(`status ${response.status()}`);
      await page.locator('role=searchbox').fill('mug');
      await page.locator('role=searchbox').press('Enter');
      await page.locator('li:has-text("Mug")').filter({ visible: true }).first().waitFor();
      if ((await page.locator('li').count()) !== 3) throw new Error('not 3 things');
    });
    await step('open product', async () => {
      await page.locator('text=Blue Mug').click();
      await page.waitForURL('**/product');
      await page.locator('h1', { hasText: 'Blue Mug' }).filter({ visible: true }).waitFor();
      if (!(await page.title()).includes('Blue Mug')) throw new Error('another title');
    });
    await step('choose', async () => {
      await page.locator('#size').selectOption('Large');
      if ((await page.locator('#size').inputValue()) !== 'l') throw new Error('another size');
      await page.locator('#note').pressSequentially('for Jane');
    });
    await step('buy', async () => {
      await page.locator('role=button[name="Buy"]').click();
      await page.locator('#said', { hasText: 'Thank you' }).filter({ visible: true }).waitFor();
      await page.locator('#buy').waitFor({ state: 'hidden' });
    });
  } finally {
    await synthetics.close();
  }
};
