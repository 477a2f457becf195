// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of journey.json have this form
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJourney } from '../../runner/journey-file';

describe('journey.json', () => {
  const directory = mkdtempSync(join(tmpdir(), 'runner-test-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  function read(journey: object, environment: { [name: string]: string } = {}) {
    writeFileSync(join(directory, 'journey.json'), JSON.stringify(journey));
    return readJourney(directory, environment);
  }

  test('gets the values of its environment, wherever they stand', () => {
    const steps = [{ name: 'see', parts: [{ expect: 'url', value: '${JOURNEY_VALUE_2}/${JOURNEY_VALUE_1}' }] }];
    const environment = { JOURNEY_VALUE_1: 'd1.cloudfront.net', JOURNEY_VALUE_2: 'a$&"\\' };
    expect(read({ version: 1, startUrl: 'https://${JOURNEY_VALUE_1}/', steps }, environment)).toEqual({
      version: 1,
      startUrl: 'https://d1.cloudfront.net/',
      steps: [{ name: 'see', parts: [{ expect: 'url', value: 'a$&"\\/d1.cloudfront.net' }] }],
    });
  });

  test('leaves other text with dollars and braces alone', () => {
    expect(read({ version: 1, startUrl: 'https://a/${HOME}' }, { HOME: 'x' }).startUrl).toBe('https://a/${HOME}');
  });

  test('is refused without the environment it was deployed with', () => {
    expect(() => read({ version: 1, startUrl: 'https://${JOURNEY_VALUE_7}/' })).toThrow('JOURNEY_VALUE_7 is not set');
  });

  test('of another version is refused', () => {
    expect(() => read({ version: 2 })).toThrow('got version 2, expected 1');
  });
});
