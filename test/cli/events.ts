/** Log events of CloudWatch RUM, as its log group has them. */
export interface Visit {
  readonly session: string;
  readonly pages: readonly string[];
  readonly clicks?: readonly string[];
  readonly metadata?: object;
}

let moment = Date.UTC(2026, 10, 20, 8);

export function eventsOf({ session, pages, clicks = [], metadata = {} }: Visit): object[] {
  const user = { userId: `user-of-${session}`, sessionId: session };
  const event = (type: string, pageId: string, interaction: number, details: object) => {
    moment += 1000;
    return {
      event_timestamp: moment,
      event_type: `com.amazon.rum.${type}`,
      event_id: `${session}-${moment}`,
      event_version: '1.0.0',
      log_stream: '2026-11-20T08',
      application_id: 'a1b2c3d4-0000-1111-2222-333344445555',
      application_version: '1.0.0',
      metadata: {
        version: '1.0.0',
        domain: 'shop.example.com',
        browserName: 'Chrome',
        pageId,
        interaction,
        ...metadata,
      },
      user_details: user,
      event_details: { version: '1.0.0', ...details },
    };
  };
  return [
    event('session_start_event', pages[0] ?? '/', 0, {}),
    ...pages.flatMap((pageId, index) => [
      event('page_view_event', pageId, index, { pageId, interaction: index, pageInteractionId: `${pageId}-${index}` }),
      event('performance_navigation_event', pageId, index, { duration: 300 }),
      ...(clicks[index]
        ? [event('dom_event', pageId, index, { event: 'click', element: 'A', elementId: clicks[index] })]
        : []),
    ]),
  ];
}

/** Ten ways through a shop, of which one knows how many took them. */
export const VISITS: readonly Visit[] = [
  // 40 look at products of the catalog and leave; each at another one.
  ...visits('look', 40, (index) => ({ pages: ['/', `/products/${1000 + index}`] })),
  // 25 buy: no single one of their products is the same, but the path is.
  ...visits('buy', 25, (index) => ({
    pages: ['/', `/products/${2000 + index}`, '/cart', '/checkout', '/thanks'],
    clicks: ['', 'add', 'checkout', 'order'],
  })),
  // 15 only see the home page, reloading it.
  ...visits('bounce', 15, () => ({ pages: ['/', '/'] })),
  // 10 read about gift cards.
  ...visits('gift', 10, () => ({ pages: ['/gift-cards', '/help/gift-cards'] })),
  // 8 go a way that nobody else goes, each a different one.
  ...visits('odd', 8, (index) => ({ pages: ['/', `/stories/${'abcdefgh'[index]}`] })),
  // 2 go the way of a search.
  ...visits('search', 2, () => ({ pages: ['/search', '/search/results'] })),
];

function visits(name: string, count: number, visit: (index: number) => Omit<Visit, 'session'>): Visit[] {
  return Array.from({ length: count }, (_, index) => ({ session: `${name}-${index}`, ...visit(index) }));
}
