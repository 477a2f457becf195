import type { Page } from 'playwright-core';
import { thanks } from './thanks';

interface Context {
  readonly page: Page;
  readonly step: (name: string, run: () => Promise<void>) => Promise<void>;
  readonly values: { readonly [name: string]: string };
}

export default async function buy({ page, step, values }: Context): Promise<void> {
  await step('name', () => page.locator('#name').fill(values.name));
  await step('buy', async () => {
    await page.locator('#buy').click();
    await page.locator('#said', { hasText: thanks(values.name) }).waitFor({ timeout: 2_000 });
  });
}
