import { CfnParameter, Stack } from 'aws-cdk-lib';
import { environmentProblem } from '../../../src/canaries/canary/environment';

describe('the environment of a canary', () => {
  const stack = new Stack();
  const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
  const bytes = (environment: { [name: string]: string }) =>
    environmentProblem(stack, environment, { what: 'it', fix: 'shorten it' })?.got;

  test.each<[string, { [name: string]: string }, number | undefined]>([
    ['takes 4096 bytes, names included', { AB: 'x'.repeat(4094) }, undefined],
    ['takes no more', { AB: 'x'.repeat(4095) }, 4097],
    ['counts all variables', { AB: 'x'.repeat(2047), CD: 'x'.repeat(2046) }, 4097],
    ['counts bytes, not characters', { AB: 'ü'.repeat(2048) }, 4098],
    ['counts nothing for a reference', { AB: 'x'.repeat(4092), CD: parameter }, undefined],
    ['counts what is written around a reference', { AB: `${'x'.repeat(4000)}${parameter}${'x'.repeat(95)}` }, 4097],
  ])('%s', (_, environment, expected) => {
    expect(bytes(environment)).toBe(expected);
  });
});
