import { WALK } from '../walk';
import type { Way } from '../way';

const navigator = (name: string, of: string) => `Object.defineProperty(navigator, '${name}', ${of});`;

/** What browsers, and those who pretend to be some, tell about themselves and their users. */
export const ways: readonly Way[] = [
  {
    name: 'the user is a canary',
    browser: { userAgent: 'Mozilla/5.0 Chrome/142.0.0.0 Safari/537.36 CloudWatchSynthetics/arn:aws:synthetics:x' },
    ...WALK,
    expected: [],
  },
  {
    name: 'the user wants not to be tracked, and the site honors that',
    configuration: { honorDoNotTrack: true },
    before: navigator('doNotTrack', `{ value: '1' }`),
    after: `${WALK.after} window.userTelemetry?.consent(true); log(Object.keys(localStorage), document.cookie);`,
    expected: [],
  },
  {
    name: 'the user wants not to be tracked, and the site does not ask',
    before: navigator('doNotTrack', `{ value: '1' }`),
    ...WALK,
  },
  {
    name: 'the browser sends the signal of Global Privacy Control, and the site honors that',
    configuration: { honorGlobalPrivacyControl: true },
    before: navigator('globalPrivacyControl', '{ value: true }'),
    after: `${WALK.after} log(Object.keys(localStorage), document.cookie);`,
    expected: [],
  },
  {
    name: 'the user has not agreed',
    configuration: { consentRequired: true },
    after: `${WALK.after} log(Object.keys(localStorage), Object.keys(sessionStorage), document.cookie);`,
    expected: [],
  },
  {
    name: 'the user agrees late, and objects again',
    configuration: { consentRequired: true },
    after: `
      window.userTelemetry?.consent('yes'); window.userTelemetry?.event('before');
      window.userTelemetry?.consent(true); window.userTelemetry?.event('between');
      window.userTelemetry?.consent(false); window.userTelemetry?.event('after');
      await pause(20);
      log(Object.keys(localStorage), Object.keys(sessionStorage), document.cookie);
    `,
    expected: [],
  },
  {
    name: 'the site stores no cookies',
    configuration: { allowCookies: false },
    after: `${WALK.after} log(document.cookie);`,
    expected: WALK.expected,
  },
  { name: 'hardly anything is recorded', configuration: { sessionSampleRate: 0 }, ...WALK, expected: [] },
  { name: 'the browser tells no brands', before: navigator('userAgentData', '{ value: { mobile: true } }'), ...WALK },
  {
    name: 'the brands of the browser are nonsense',
    before: navigator(
      'userAgentData',
      `{ value: { brands: [null, {}, { brand: 5 }, { brand: 'Not A;Brand' }], platform: {} } }`,
    ),
    ...WALK,
  },
  {
    name: 'the browser does not say what it is',
    before: navigator('userAgentData', `{ get() { throw new Error('no'); } }`),
    ...WALK,
  },
  {
    name: 'the browser has neither name nor language',
    before: navigator('userAgent', `{ value: '' }`) + navigator('language', '{ value: undefined }'),
    ...WALK,
  },
  {
    name: 'the name of the browser throws',
    before: navigator('userAgent', `{ get() { throw new Error('no'); } }`),
    absent: true,
    ...WALK,
    expected: [],
  },
  {
    name: 'a phone',
    browser: {
      isMobile: true,
      hasTouch: true,
      deviceScaleFactor: 3,
      viewport: { width: 360, height: 640 },
      locale: 'ar-EG',
      timezoneId: 'Asia/Kathmandu',
    },
    ...WALK,
  },
  {
    name: 'the user zooms',
    after: `document.documentElement.style.zoom = '2.5'; ${WALK.after}`,
    expected: WALK.expected,
  },
  {
    name: 'the network is always said to be gone',
    before: navigator('onLine', '{ value: false }'),
    after: `log(navigator.onLine);`,
    // It waits for a page that is connected.
    expected: [],
  },
];
