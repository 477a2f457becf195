/** Starts the suites that take longest first: jest knows them from earlier runs only, and a fresh clone has none. */
const Sequencer = require('@jest/test-sequencer').default;

const LONGEST = [
  'hostile-page/hostile-page',
  'canaries/deployment-gate',
  'client/failures',
  'client/departures',
  'client/data-plane',
  'cli/journeys',
  'retail/demo',
  'canaries/journeys',
  'cli/run',
  'client/pages',
  'rum/remote-configuration',
];

function rank({ path }) {
  const found = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
  return found < 0 ? LONGEST.length : found;
}

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
