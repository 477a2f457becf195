/** Log events of a shop, as CloudWatch RUM writes what our client sends. */
export const SESSION = '3f1c9a52-8a59-4e34-9d0b-0c8a6cbb9f10';
export const USER = '5d7d2a0e-31f5-5c7c-8f1e-7c27b0ad4f66';
export const TRACE = '6929f3c05759886cd81c71ef35de3eec';
export const START = Date.UTC(2026, 10, 28, 23, 59, 50);

export interface Made {
  readonly type: string;
  /** Milliseconds after the start. */
  readonly at: number;
  readonly page?: string;
  readonly interaction?: number;
  readonly details?: object;
  readonly metadata?: object;
  readonly session?: string;
  readonly user?: string;
}

let made = 0;

/** An event; clients tell its time to the second. */
export function event({ type, at, page = '/', interaction = 0, details = {}, metadata, session, user }: Made): object {
  return {
    event_timestamp: Math.round((START + at) / 1000) * 1000,
    event_type: type,
    event_id: `00000000-0000-4000-8000-${String(made++).padStart(12, '0')}`,
    application_version: '1.0.0',
    metadata: {
      ...{
        version: '1.0.0',
        domain: 'shop.example.com',
        browserName: 'Chrome',
        browserVersion: '142',
        osName: 'Linux',
      },
      ...{ deviceType: 'desktop', countryCode: 'DE', 'aws:releaseId': '2026.11.3', pageId: page, interaction },
      ...metadata,
    },
    user_details: { sessionId: session ?? SESSION, userId: user ?? USER },
    event_details: { version: '1.0.0', ...details },
  };
}

const rum = (type: string) => `com.amazon.rum.${type}`;
const checkout = { page: '/checkout', interaction: 1 };

/** Somebody whose order fails: the request answers 500, the page throws, and the checkout is abandoned after midnight. */
export const FAILED_ORDER: readonly object[] = [
  event({ type: rum('session_start_event'), at: 0 }),
  event({ type: rum('page_view_event'), at: 0, details: { pageId: '/' }, metadata: { title: 'Shop' } }),
  event({ type: rum('largest_contentful_paint_event'), at: 4_000, details: { value: 4_321 } }),
  event({ type: rum('performance_resource_event'), at: 400, details: { targetUrl: 'https://shop.example.com/a.png' } }),
  event({ type: rum('page_view_event'), at: 5_000, ...checkout, details: { pageId: '/checkout' } }),
  event({
    type: 'user_telemetry.transaction_started',
    at: 5_100,
    ...checkout,
    details: { transaction: 'Checkout', attempt: 'a1' },
  }),
  event({
    ...{ type: 'user_telemetry.clicks', at: 9_000, ...checkout },
    details: {
      clicks: [
        { time: START + 6_123, elementRole: 'button', element: 'Place order', selector: 'button.order' },
        {
          time: START + 8_050,
          elementRole: 'button',
          element: 'Place order',
          selector: 'button.order',
          frustration: 'rage',
        },
      ],
    },
  }),
  event({
    ...{ type: rum('http_event'), at: 6_300, ...checkout },
    details: {
      request: { method: 'POST', url: 'https://shop.example.com/api/orders' },
      response: { status: 500, statusText: 'Internal Server Error' },
      ...{ trace_id: TRACE, segment_id: '53995c3f42cd8ad8' },
    },
  }),
  event({
    ...{ type: rum('xray_trace_event'), at: 6_300, ...checkout },
    details: {
      ...{ name: 'rum.aws.amazon.com', origin: 'AWS::RUM::AppMonitor', id: 'aaaaaaaaaaaaaaaa', trace_id: TRACE },
      ...{ start_time: (START + 6_130) / 1000, end_time: (START + 6_290) / 1000, fault: true },
      subsegments: [
        {
          ...{ id: '53995c3f42cd8ad8', name: 'shop.example.com', fault: true, namespace: 'remote' },
          http: { request: { method: 'POST', url: 'https://shop.example.com/api/orders' }, response: { status: 500 } },
        },
      ],
    },
  }),
  event({
    ...{ type: rum('js_error_event'), at: 6_310, ...checkout },
    details: {
      ...{ type: 'TypeError', message: "Cannot read properties of undefined (reading 'id')" },
      ...{ filename: 'https://shop.example.com/assets/app.js', lineno: 1, colno: 30 },
      stack: 'TypeError: …\n    at f (https://shop.example.com/assets/app.js:1:30)',
    },
  }),
  event({ type: 'user_telemetry.feature', at: 7_000, ...checkout, details: { feature: 'GiftCards' } }),
  event({
    ...{ type: 'user_telemetry.transaction_abandoned', at: 25_000, ...checkout },
    details: { transaction: 'Checkout', attempt: 'a1', reason: 'left' },
  }),
];

const backend = (milliseconds: number) => (START + milliseconds) / 1000;

/** What X-Ray answers of the order: a service that calls another one and a table. */
export const TRACES = {
  Traces: [
    {
      Id: `1-${TRACE.slice(0, 8)}-${TRACE.slice(8)}`,
      Segments: [
        {
          Id: '2222222222222222',
          Document: JSON.stringify({
            ...{ id: '2222222222222222', parent_id: '1111111111111112', name: 'stock', trace_id: 'x' },
            ...{ start_time: backend(6_160), end_time: backend(6_170) },
            http: { request: { method: 'GET', url: 'http://stock/mug' }, response: { status: 200 } },
          }),
        },
        {
          Id: '1111111111111111',
          Document: JSON.stringify({
            ...{ id: '1111111111111111', parent_id: '53995c3f42cd8ad8', name: 'orders', fault: true },
            ...{ start_time: backend(6_150), end_time: backend(6_280) },
            http: { request: { method: 'POST', url: '/api/orders' }, response: { status: 500 } },
            subsegments: [
              { id: '1111111111111112', name: 'stock', start_time: backend(6_155), end_time: backend(6_175) },
              {
                ...{ id: '1111111111111113', name: 'DynamoDB', namespace: 'aws', fault: true },
                ...{ start_time: backend(6_180), end_time: backend(6_270) },
                aws: { operation: 'PutItem', table_name: 'Orders' },
                cause: {
                  exceptions: [
                    { type: 'TimeoutError', message: 'no answer', stack: [{ path: 'orders.js', line: 12 }] },
                  ],
                },
              },
            ],
          }),
        },
        {
          Id: 'aaaaaaaaaaaaaaaa',
          Document: {
            id: 'aaaaaaaaaaaaaaaa',
            name: 'rum.aws.amazon.com',
            origin: 'AWS::RUM::AppMonitor',
            start_time: backend(6_130),
            end_time: backend(6_290),
          },
        },
      ],
    },
  ],
};
