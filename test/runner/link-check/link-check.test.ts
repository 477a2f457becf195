import { crawl, describeBroken, type Web } from '../../../runner/link-check/crawl';
import type { LinkCheckSettings } from '../../../src/formats/link-check';

const HOME = 'https://shop.example/';
const SETTINGS: LinkCheckSettings = {
  startUrls: [HOME],
  maxPages: 50,
  maxDepth: 3,
  external: true,
  exclude: [],
  linkTimeoutMs: 10_000,
  requestsPerSecond: 5,
  budgetMs: 60_000,
};

/** A site of pages and the addresses they link to; what is not a page of it has a status, or does not answer. */
class Site implements Web {
  readonly asked: string[] = [];
  readonly opened: string[] = [];
  private time = 0;

  constructor(
    private readonly pages: { [url: string]: string[] },
    private readonly statuses: { [url: string]: number } = {},
    private readonly redirects: { [url: string]: string } = {},
  ) {}

  async probe(url: string) {
    this.asked.push(url);
    const status = this.statuses[url] ?? (this.pages[url] ? 200 : undefined);
    return { status, error: status ? undefined : 'no such host', html: url in this.pages };
  }

  async open(url: string) {
    this.opened.push(url);
    return { url: this.redirects[url] ?? url, links: this.pages[url] };
  }

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number) {
    this.time += milliseconds;
  }
}

const play = (site: Site, settings: Partial<LinkCheckSettings> = {}) => crawl({ ...SETTINGS, ...settings }, site);

describe('a crawl', () => {
  test('finds what is broken, why, and on which pages', async () => {
    const site = new Site(
      { [HOME]: [`${HOME}mug`, `${HOME}gone`], [`${HOME}mug`]: [`${HOME}gone`, 'https://other.example/x', HOME] },
      { [`${HOME}gone`]: 404 },
    );
    expect((await play(site)).broken).toEqual([
      { url: `${HOME}gone`, reason: '404', pages: [HOME, `${HOME}mug`] },
      { url: 'https://other.example/x', reason: 'no such host', pages: [`${HOME}mug`] },
    ]);
  });

  test('asks for each address once, whatever its fragment, and for web addresses only', async () => {
    const site = new Site({ [HOME]: [HOME, `${HOME}#top`, `${HOME}a#b`, `${HOME}a`, 'mailto:a@b.example', 'tel:1'] });
    await play(site);
    expect(site.asked).toEqual([HOME, `${HOME}a`]);
  });

  test('does not search pages of others, nor those that redirect to others', async () => {
    const there = 'https://other.example/';
    const site = new Site(
      { [HOME]: [there, `${HOME}out`], [there]: [`${there}a`], [`${HOME}out`]: [`${there}b`] },
      {},
      { [`${HOME}out`]: there },
    );
    await play(site);
    expect(site.asked).toEqual([HOME, there, `${HOME}out`]);
    expect(site.opened).toEqual([HOME, `${HOME}out`]);
  });

  test('does not pass where a start page leads to a site that is not searched', async () => {
    const secure = 'https://www.shop.example/';
    const site = new Site({ [HOME]: [] }, {}, { [HOME]: secure });
    expect((await play(site)).broken).toEqual([
      {
        url: HOME,
        reason: `leads to ${secure}, which is not searched: start there`,
        pages: ['the list of start pages'],
      },
    ]);
    expect((await play(site, { startUrls: [HOME, secure] })).broken).toEqual([
      { url: secure, reason: 'no such host', pages: ['the list of start pages'] },
    ]);
  });

  test('searches a start page, whatever its server says that it is', async () => {
    const site = new Site({ [HOME]: [`${HOME}gone`] });
    site.probe = async (url) => ({ status: url === HOME ? 200 : 404, error: undefined, html: false });
    expect((await play(site)).broken).toMatchObject([{ url: `${HOME}gone`, reason: '404' }]);
  });

  test('searches a page once, whatever addresses lead to it', async () => {
    const a = [`${HOME}gone`];
    const site = new Site(
      { [HOME]: [`${HOME}a`, `${HOME}b`], [`${HOME}a`]: a, [`${HOME}b`]: a },
      {},
      { [`${HOME}b`]: `${HOME}a` },
    );
    expect((await play(site)).broken).toEqual([{ url: `${HOME}gone`, reason: 'no such host', pages: [`${HOME}a`] }]);
  });

  test('leaves out what is excluded, and others if they are', async () => {
    const site = new Site({ [HOME]: [`${HOME}sign-out`, 'https://other.example/'] });
    expect(await play(site, { exclude: ['/sign-out$'], external: false })).toMatchObject({ broken: [], links: 1 });
  });

  const chain = { [HOME]: [`${HOME}1`], [`${HOME}1`]: [`${HOME}2`], [`${HOME}2`]: [`${HOME}3`], [`${HOME}3`]: [] };

  test('searches no deeper than it should, and asks for what it finds there', async () => {
    const site = new Site(chain);
    await play(site, { maxDepth: 1 });
    expect(site.opened).toEqual([HOME, `${HOME}1`]);
    expect(site.asked).toEqual([HOME, `${HOME}1`, `${HOME}2`]);
  });

  test('searches no more pages than it should, and says so', async () => {
    const crawled = await play(new Site(chain), { maxPages: 2 });
    expect(crawled).toMatchObject({ pages: 2, links: 3 });
    expect(crawled.notes).toEqual(['1 more pages were asked for and not searched for links: the limit is 2']);
  });

  test('leaves unchecked what servers ask to', async () => {
    const crawled = await play(new Site({ [HOME]: [`${HOME}a`] }, { [`${HOME}a`]: 429 }));
    expect(crawled.broken).toEqual([]);
    expect(crawled.notes).toEqual([`${HOME}a was not checked: its server wants fewer requests`]);
  });

  test('begins no more requests per second than it should', async () => {
    const site = new Site(chain);
    await play(site, { requestsPerSecond: 2 });
    expect(site.now()).toBe(7 * 500); // 4 answers and 4 pages
  });

  test('fails where time is over', async () => {
    await expect(play(new Site(chain), { budgetMs: 600 })).rejects.toThrow('time is over after 2 pages');
  });

  test('reports a start page that is down', async () => {
    const { broken } = await play(new Site({}, { [HOME]: 503 }));
    expect(broken).toEqual([{ url: HOME, reason: '503', pages: ['the list of start pages'] }]);
  });

  test('reports a page that does not open', async () => {
    const site = new Site({ [HOME]: [] });
    site.open = () => Promise.reject(new Error('Timeout 10000ms exceeded'));
    expect((await play(site)).broken).toMatchObject([{ url: HOME, reason: 'Timeout 10000ms exceeded' }]);
  });
});

test('the message names broken links, as many as one can read', () => {
  const broken = (count: number) =>
    Array.from({ length: count }, (_item, index) => ({
      url: `${HOME}${index}`,
      reason: '404',
      pages: [HOME, 'b', 'c'],
    }));
  expect(describeBroken(broken(1))).toBe(`1 broken link: ${HOME}0 (404) on ${HOME} and 2 more`);
  expect(describeBroken(broken(3), 2)).toBe(
    `3 broken links: ${HOME}0 (404) on ${HOME} and 2 more; ${HOME}1 (404) on ${HOME} and 2 more; and 1 more, see the log`,
  );
});
