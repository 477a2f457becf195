import { App, Duration, Stack } from 'aws-cdk-lib';
import { ACTION_PLAYERS } from '../../../runner/actions';
import { EXPECTATION_PLAYERS } from '../../../runner/expectations';
import { Action, Expect } from '../../../src/canaries';
import { ACTIONS, EXPECTATIONS, type Kind } from '../../../src/formats/journey';
import { fixtures } from '../../lab/canaries/journeys/fixtures';

const KINDS: [string, Kind][] = [
  ...Object.entries(ACTIONS).map(([name, kind]): [string, Kind] => [`Action.${name}`, kind]),
  ...Object.entries(EXPECTATIONS).map(([name, kind]): [string, Kind] => [`Expect.${name}`, kind]),
];

/** The kinds that the fixtures play in a browser and that pass there: see test/lab/canaries/journeys.test.ts. */
const stack = new Stack(new App(), 'Fixtures');
const PLAYED = new Set(
  fixtures('http://127.0.0.1:1', stack)
    .filter(({ expected }) => expected === 'passed')
    .flatMap(({ journey }) => journey._bind(stack, Duration.minutes(1)).document.steps)
    .flatMap(({ parts }) => parts)
    .map((part) => ('action' in part ? `Action.${part.action}` : `Expect.${part.expect}`)),
);

test.each(KINDS)('%s can be written or recorded, and is played', (name, { recordedAs }) => {
  const [owner, method] = name.split('.');
  const [factories, players] =
    owner === 'Action'
      ? [Object.getOwnPropertyNames(Action), ACTION_PLAYERS]
      : [Object.getOwnPropertyNames(Expect), EXPECTATION_PLAYERS];
  expect(recordedAs !== undefined || factories.includes(method)).toBe(true);
  expect(Object.keys(players)).toContain(method);
  expect(PLAYED).toContain(name);
});

test('every factory makes a kind of the table', () => {
  const factories = [
    ...Object.getOwnPropertyNames(Action).map((method) => `Action.${method}`),
    ...Object.getOwnPropertyNames(Expect).map((method) => `Expect.${method}`),
  ].filter((name) => !/\.(length|name|prototype|_\w+|fillSecret)$/.test(name));
  expect(KINDS.map(([name]) => name)).toEqual(expect.arrayContaining(factories));
});
