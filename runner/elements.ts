import type { Locator } from 'playwright-core';
import type { RecordedElements } from '../src/formats/journey';

/** What was found of the elements that a recording waits for. */
interface Reading {
  readonly count: number;
  /** How many of them lack an attribute or a property. */
  readonly others: number;
}

/**
 * Looks for elements as Chrome's Recorder does when it replays `waitForElement`: those of the first selector that matches
 * any count, be they visible or not, and all of them must have the attributes and properties. A selector that matches
 * nothing any more proves no absence as long as another one finds the element.
 *
 * @see https://github.com/puppeteer/replay/blob/v3.1.3/src/PuppeteerRunnerExtension.ts
 */
export async function lookForElements(
  candidates: readonly Locator[],
  { operator, count, attributes = {}, properties = {}, not = false }: RecordedElements,
): Promise<{ holds: boolean; got: string }> {
  const found = await firstFound(candidates, { attributes, properties });
  const difference = found.count - count;
  const isCount = operator === '>=' ? difference >= 0 : operator === '<=' ? difference <= 0 : difference === 0;
  const got = found.others > 0 ? `${found.count}, of which ${found.others} are not like that` : `${found.count}`;
  return { holds: (isCount && found.others === 0) !== not, got };
}

type Wanted = Required<Pick<RecordedElements, 'attributes' | 'properties'>>;

async function firstFound(candidates: readonly Locator[], wanted: Wanted): Promise<Reading> {
  for (const candidate of candidates) {
    const reading = await candidate.evaluateAll(read, wanted);
    if (reading.count > 0) return reading;
  }
  return { count: 0, others: 0 };
}

/** Runs in the page. */
function read(elements: Element[], { attributes, properties }: Wanted): Reading {
  const matches = (wanted: unknown, got: unknown): boolean => {
    if (typeof wanted !== 'object' || wanted === null) return wanted === got;
    if (typeof got !== 'object' || got === null) return false;
    return Object.entries(wanted).every(([name, value]) => matches(value, (got as { [name: string]: unknown })[name]));
  };
  const isRight = (element: Element) =>
    Object.entries(attributes).every(([name, value]) => element.getAttribute(name) === value) &&
    matches(properties, element);
  return { count: elements.length, others: elements.filter((element) => !isRight(element)).length };
}
