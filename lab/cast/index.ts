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

/** What the users have done. */
export interface Acted {
  /** The pages that each of them went through. */
  readonly ways: readonly (readonly string[])[];
  /** Closes the browsers: earlier it would cut off what pages that were left are still sending. */
  readonly close: () => Promise<void>;
}

/**
 * Lets users act on the storefront, as many at once as there are devices. A user who cannot do what they came for is an
 * error of the demo.
 */
export async function letUsersAct({ shop, edge, log }: CastOptions): Promise<Acted> {
  const browsers: Browser[] = [];
  const ways: string[][] = [];
  const close = async () => void (await Promise.all(browsers.map((browser) => browser.close())));
  const play = async (browser: Browser, device: Device, visit: Visit, index: number): Promise<void> => {
    const random = new Random(index + 1);
    const context = await newUser(browser, device);
    try {
      const user = await User.arrive(context, shop, random);
      await visit.act(user, random);
      await user.leave();
      ways.push(user.way);
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
    return { ways, close };
  } catch (error) {
    await close();
    throw error;
  }
}
