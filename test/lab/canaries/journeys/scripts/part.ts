import type { Page } from 'playwright-core';

export default async ({ page, variables }: { page: Page; variables: { [name: string]: string } }): Promise<void> => {
  await page.locator('#name').fill(variables.name ?? 'nobody');
};
