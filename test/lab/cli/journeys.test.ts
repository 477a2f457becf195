/** The fixtures of test/lab/canaries/journeys.test.ts, which plays them as deployed, through the command line tool instead. */

import { synthesize } from '../canaries/journeys/deployed';
import { type Fixture, fixtures } from '../canaries/journeys/fixtures';
import { PASSWORD, type Site, startSite } from '../canaries/journeys/site';
import { Project } from './tool';

let project: Project;
let site: Site;
let directory: string;
let played: Fixture[];

beforeAll(async () => {
  [project, site] = await Promise.all([Project.create(), startSite()]);
  // One secret is enough: without it the tool asks for it, and a secret that is not there is none that it can be given.
  ({ directory } = synthesize((stack) => {
    played = fixtures(site.origin, stack).filter(
      ({ secret, name }) => name === 'secrets' || (secret === undefined && name !== 'secret that is not there'),
    );
    return played;
  }));
});
afterAll(async () => {
  project?.remove();
  await site?.close();
});

/** What was told of a journey: from its name to what its run came to. */
function told(output: string, index: number): string {
  const [, ...parts] = output.split(new RegExp(`^Journeys/Journey${index}$`, 'm'));
  return parts.join('').split(/^$/m)[0];
}

test('each action and each expectation, failing ones too, has the same result as deployed', async () => {
  const secrets = { JOURNEY_SECRET_1: PASSWORD };
  const { status, output } = await project.run(['run', directory], secrets);
  expect(played.length).toBeGreaterThanOrEqual(25);
  for (const [index, { name, expected, message = [] }] of played.entries()) {
    const result = { name, told: told(output, index) };
    expect(result.told).toMatch(expected === 'passed' ? / {2}passed in / : / {2}FAILED in /);
    for (const part of message) expect(result).toEqual({ name, told: expect.stringContaining(part) });
  }
  expect(status).toBe(1);
  expect(output).not.toContain(PASSWORD);
}, 900_000);
