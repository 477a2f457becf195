import { type Edge, launchChromium, newUser } from './browser';
import { Random } from './random';
import { User } from './user';
import { AFTERNOON } from './visits';

export { launchChromium } from './browser';

export interface CastOptions {
  /** The storefront's URL, as deployed. */
  readonly shop: string;
  readonly edge: Edge;
  readonly log: (line: string) => void;
  /** How many users are in the shop at once. */
  readonly concurrency?: number;
}

/** Lets users act on the storefront. A user who cannot do what they came for is an error of the demo. */
export async function letUsersAct({ shop, edge, log, concurrency = 3 }: CastOptions): Promise<void> {
  const browser = await launchChromium(edge);
  try {
    const queue = AFTERNOON.map((visit, index) => ({ visit, index }));
    const host = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { visit, index } = next;
        const random = new Random(index + 1);
        const context = await newUser(browser, index);
        try {
          const user = await User.arrive(context, shop, random);
          await visit.act(user, random);
          await user.leave();
          log(`user ${index + 1} ${visit.name}`);
        } catch (error) {
          throw new Error(`user ${index + 1} (${visit.name}): ${(error as Error).message}`);
        } finally {
          await context.close();
        }
      }
    };
    await Promise.all(Array.from({ length: concurrency }, host));
  } finally {
    await browser.close();
  }
}
