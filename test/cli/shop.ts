/** Four weeks of a shop, as lines of the table of events: the same each time. Pictures of the documentation are of it. */
import { numbersFrom } from '../events/questions/year/shop';

const FIRST = Date.UTC(2026, 10, 1);
const DAY = 86_400_000;
const SECOND = 1000;

const CAMPAIGNS = [
  { utm_source: 'newsletter', utm_medium: 'email', utm_campaign: 'black-friday' },
  { utm_source: 'search', utm_medium: 'cpc', utm_campaign: 'shoes' },
  { referrer: 'news.example.com' },
  {},
  {},
];

const CLICKS = [
  { page: '/cart', element: 'Check out', element_role: 'button', x: 15, y: 13, often: 0.5, vain: 0 },
  { page: '/cart', element: 'Apply voucher', element_role: 'button', x: 15, y: 9, often: 0.2, vain: 0.6 },
  { page: '/cart', element: 'Remove', element_role: 'button', x: 8, y: 6, often: 0.2, vain: 0.05 },
  { page: '/cart', element: 'Home', element_role: 'link', x: 1, y: 1, often: 0.2, vain: 0 },
  { page: '/products/:id', element: 'Put into the cart', element_role: 'button', x: 14, y: 10, often: 0.6, vain: 0.02 },
  { page: '/products/:id', element: 'Larger picture', element_role: 'img', x: 5, y: 8, often: 0.4, vain: 0.3 },
];

export function shop(persons: number): object[] {
  const random = numbersFrom(7);
  const chance = (share: number) => random() < share;
  const rows: object[] = [];
  for (let person = 0; person < persons; person++) {
    const device = chance(0.45) ? 'mobile' : 'desktop';
    const campaign = CAMPAIGNS[Math.floor(random() * CAMPAIGNS.length)];
    let day = Math.floor(random() * 28);
    for (let visit = 0; day < 28 && visit < 6; visit++, day += 1 + Math.floor(random() * 9)) {
      if (visit > 0 && chance(0.45)) break;
      session({ person, visit, device, start: FIRST + day * DAY + Math.floor(random() * 0.9 * DAY), campaign });
    }
  }
  return rows;

  function session(of: { person: number; visit: number; device: string; start: number; campaign: object }) {
    let at = of.start;
    const begun = of.start;
    const tell = (event_name: string, more: object, later = 20) => {
      at += Math.ceil((0.3 + random()) * later) * SECOND;
      const release = begun < FIRST + 19 * DAY ? '1.9.0' : '2.0.0';
      const own = { session_id: `s${of.person}-${of.visit}`, anonymous_id: `b${of.person}`, sender: 'browser' };
      rows.push({
        ...{ event_id: `${rows.length}`, event_name, event_time: at, received_time: at + SECOND, ...own },
        ...{ device: of.device, release, is_bot: false, is_synthetic: false, ...more },
      });
    };
    const see = (page: string, more: object = {}) => {
      tell('page_view', { page, ...more });
      for (const { page: on, x, y, often, vain, ...what } of CLICKS) {
        if (on !== page || !chance(often)) continue;
        const place = { grid_x: x + Math.floor(random() * 2), grid_y: y + (chance(0.2) ? 1 : 0) };
        const frustration = chance(vain)
          ? { frustration: ['dead', 'dead', 'rage', 'error'][Math.floor(random() * 4)] }
          : {};
        tell('click', { page, ...what, ...place, ...frustration }, 6);
      }
      tell('page_engagement', { page, engaged_ms: Math.floor(random() * 40_000) }, 1);
    };
    see('/', of.visit === 0 ? of.campaign : {});
    if (chance(0.3)) return;
    if (chance(0.3)) {
      see('/search');
      tell('feature_used', { feature: 'Search' });
    }
    see('/products/:id');
    tell('request', { endpoint: begun < FIRST + 19 * DAY ? 'GET /api/prices' : 'GET /api/v2/prices', status: 200 }, 1);
    if (chance(0.25)) tell('feature_used', { feature: 'WishList' });
    if (chance(of.device === 'mobile' ? 0.5 : 0.35)) return;
    tell('cart.added', { page: '/products/:id' });
    see('/cart');
    if (chance(0.3)) return;
    const attempt = { transaction_name: 'Checkout', attempt: `a${of.person}-${of.visit}` };
    tell('transaction_started', attempt, 5);
    see('/checkout');
    if (chance(of.device === 'mobile' ? 0.4 : 0.2)) {
      tell('transaction_abandoned', { ...attempt, reason: 'page_left' });
      return;
    }
    if (chance(0.15)) tell('feature_used', { feature: 'GiftCards' });
    tell('transaction_completed', attempt, 60);
    see('/thanks');
  }
}
