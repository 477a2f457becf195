import { App, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { AppMonitor, type AppMonitorProps } from '../../src/rum';

// Whatever is passed: either the template has what the service documents, or an error names the prop. The tests write
// the documented rules down once more, in another way than the constructs.

const DOMAINS = ['shop.example.com'];
const BATCH = 200;
let stack: Stack;
let count = 0;

/** Constructs of a batch share a stack, as stacks take longer than they do. */
export function define(props: Partial<AppMonitorProps>) {
  if (count++ % BATCH === 0) stack = new Stack(new App(), 'Shop');
  return new AppMonitor(stack, `Monitor${count}`, { domains: DOMAINS, ...props });
}

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
export function propertiesOf(monitor: AppMonitor): any {
  const resource = monitor.node.defaultChild as unknown as { _toCloudFormation(): object };
  const { Resources } = stack.resolve(resource._toCloudFormation());
  return Object.values(Resources as Record<string, { Properties: object }>)[0].Properties;
}

/** What was refused, or undefined: any error that is none of ours is a crash. */
export function refusal(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    const [, what] = /^\[Shop\/Monitor\d+\] (.*?): got .*, expected .*; ./s.exec((error as Error).message) ?? [];
    if (what === undefined) throw error;
    return what;
  }
  return undefined;
}

export function check(numRuns: number, property: fc.IRawProperty<unknown>) {
  fc.assert(property, { numRuns });
}

/** Texts of the characters that matter, of any, and such whose length is next to a limit. */
export const text = (characters: string) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...characters), maxLength: 40 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(237, 238, 253, 254, 255, 256, 257).map((length) => 'a.0'.padEnd(length, 'a')),
    },
  );
