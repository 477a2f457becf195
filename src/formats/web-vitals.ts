/**
 * What three of four page views have to reach to be good, and beyond what they are poor; times in milliseconds.
 *
 * @see https://web.dev/articles/vitals
 */
export const WEB_VITALS = {
  largestContentfulPaint: { good: 2500, poor: 4000 },
  interactionToNextPaint: { good: 200, poor: 500 },
  cumulativeLayoutShift: { good: 0.1, poor: 0.25 },
};
