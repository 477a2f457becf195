import type { Browser } from 'playwright-core';
import { DEVICES, type Device, type Edge, launchChromium, newUser } from './browser';
import { Random } from './random';
import { User } from './user';
import { AFTERNOON, type Visit } from './visits';

export { launchChromium } from './browser';

export interface CastOptions {
  /** The storefront's URL, as deployed. */
  readonly shop: string;
  readonly edge: Edge;
  readonly log: (line: string) => void;
}

/**
 * Lets users act on the storefront, as many at once as there are devices. A user who cannot do what they came for is an
 * error of the demo.
 *
 * Returns what closes the browsers: it would cut off what pages that were left are still sending.
 */
export async function letUsersAct({ shop, edge, log }: CastOptions): Promise<() => Promise<void>> {
  const browsers: Browser[] = [];
  const close = async () => void (await Promise.all(browsers.map((browser) => browser.close())));
  const play = async (browser: Browser, device: Device, visit: Visit, index: number): Promise<void> => {
    const random = new Random(index + 1);
    const context = await newUser(browser, device);
    try {
      const user = await User.arrive(context, shop, random);
      await visit.act(user, random);
      await user.leave();
      log(`user ${index + 1} ${visit.name}`);
    } catch (error) {
      throw new Error(`user ${index + 1} (${visit.name}): ${(error as Error).message}`);
    }
  };
  const host = async (device: Device, turn: number): Promise<void> => {
    const browser = await launchChromium(edge, device);
    browsers.push(browser);
    for (let index = turn; index < AFTERNOON.length; index += DEVICES.length) {
      await play(browser, device, AFTERNOON[index], index);
    }
  };
  try {
    await Promise.all(DEVICES.map(host));
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}
