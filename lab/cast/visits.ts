import type { Random } from './random';
import type { User } from './user';

/** One way to use the shop. The name is for the log; nothing is counted here. */
export interface Visit {
  readonly name: string;
  readonly act: (user: User, random: Random) => Promise<void>;
}

const PRODUCTS = ['Stoneware mug', 'Canvas tote', 'Dotted notebook', 'Cedar candle', 'Ribbed planter', 'Enamel kettle'];
const NAMES = ['Jane Doe', 'John Stiles', 'Mary Major', 'Richard Roe', 'Martha Rivera', 'Arnav Desai'];

const buy: Visit = {
  name: 'buys',
  act: async (user, random) => {
    await addToCart(user, random);
    await beginCheckout(user);
    const name = random.pick(NAMES);
    await user.type('#name', name);
    await user.type('#email', `${name.toLowerCase().replace(' ', '.')}@example.com`);
    await user.type('#address', '123 Any Street, Any Town');
    await user.follow('#order', '/thanks.html');
  },
};

const changeMind: Visit = {
  name: 'begins to check out and keeps shopping instead',
  act: async (user, random) => {
    await addToCart(user, random);
    await beginCheckout(user);
    await user.follow('#cancel', '/index.html');
    await user.scroll();
  },
};

const leaveCheckout: Visit = {
  name: 'leaves the site in the middle of checking out',
  act: async (user, random) => {
    await addToCart(user, random);
    await beginCheckout(user);
    await user.type('#name', random.pick(NAMES));
  },
};

const meetError: Visit = {
  name: 'opens the gift card, whose page throws an error',
  act: async (user) => {
    await user.meetError(() => user.follow('text=Gift card', '/product.html'));
  },
};

const waitForLookbook: Visit = {
  name: 'waits for the slow lookbook',
  act: async (user) => {
    await user.follow('text=See the lookbook', '/lookbook.html');
    await user.see('#hero img');
    await user.look();
    await user.click('#hero img'); // as people do with pictures: it leads nowhere
  },
};

const browse: Visit = {
  name: 'just browses',
  act: async (user, random) => {
    await user.scroll();
    await user.follow(`text=${random.pick(PRODUCTS)}`, '/product.html');
    await user.scroll();
    await user.follow('.brand', '/index.html');
  },
};

/** An afternoon at the shop, in the order in which users arrive. */
export const AFTERNOON: readonly Visit[] = [
  buy,
  browse,
  leaveCheckout,
  waitForLookbook,
  buy,
  meetError,
  changeMind,
  buy,
  browse,
  leaveCheckout,
  buy,
  browse,
];

async function addToCart(user: User, random: Random): Promise<void> {
  await user.follow(`text=${random.pick(PRODUCTS)}`, '/product.html');
  await user.click('#add');
  await user.see('text=Added to your cart');
}

async function beginCheckout(user: User): Promise<void> {
  await user.follow('#cart', '/cart.html');
  await user.follow('#checkout', '/checkout.html');
}
