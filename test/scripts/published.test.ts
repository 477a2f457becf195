import { layersOf, newestTag } from '../../scripts/lib/collector/published';
import { LAYERS, LAYERS_AS_OF } from '../../src/collector/lambda/layer-versions';

const arn = (region: string, distro: string, version: number, account = '615299751070', partition = 'aws') =>
  `"${region}": "arn:${partition}:lambda:${region}:${account}:layer:AWSOpenTelemetryDistro${distro}:${version}",`;

test('the table of layers is what a page of ARNs says, the newest of each', () => {
  const page = [
    arn('us-east-1', 'Js', 14),
    arn('us-east-1', 'Js', 16),
    arn('us-east-1', 'Python', 28),
    arn('cn-north-1', 'Java', 13, '440179912924', 'aws-cn'),
  ].join('\n');
  expect(layersOf(page)).toEqual([
    ['cn-north-1', '440179912924', 0, 0, 13, 0],
    ['us-east-1', '615299751070', 28, 16, 0, 0],
  ]);
});

test('a page without layers, or with two accounts in a Region, is an error', () => {
  expect(() => layersOf('moved')).toThrow('names no layers');
  expect(() => layersOf(arn('us-east-1', 'Js', 1) + arn('us-east-1', 'Java', 1, '1'.repeat(12)))).toThrow(
    'two accounts',
  );
});

test.each<[string, string[], string]>([
  ['v0.49.0', ['latest', 'v0.9.0', 'v0.50.0', 'v0.50.0-amd64', '1.0.0'], 'v0.50.0'],
  ['v0.49.0', ['v0.48.1'], 'v0.49.0'],
  ['3.4.16', ['3.4.9', '3.10.0', 'stable', 'v9.0.0'], '3.10.0'],
])('the newest after %s of %j is %s', (present, tags, newest) => expect(newestTag(present, tags)).toBe(newest));

test('the table of layers has an age, which no test fails by', () => {
  const days = Math.floor((Date.now() - Date.parse(LAYERS_AS_OF)) / 86_400_000);
  process.stdout.write(
    `The table of ${LAYERS.length} Regions with layers is ${days} days old: scripts/lib/collector/refresh.ts\n`,
  );
  expect(LAYERS_AS_OF).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(Number.isNaN(days)).toBe(false);
});
