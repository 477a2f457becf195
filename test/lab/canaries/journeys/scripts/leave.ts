/** Begins to leave for a page that never comes. */
export default async function ({ page }: { page: import('playwright-core').Page }): Promise<void> {
  const left = page.waitForRequest('**/never');
  await page.evaluate(() => {
    location.href = '/never';
  });
  await left;
}
