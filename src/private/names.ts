import { Names } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A physical name for a resource whose service demands one at creation.
 *
 * It derives from the construct's path, so that it stays the same from synth to synth and two instances coexist.
 */
export function physicalName(scope: IConstruct, maxLength: number): string {
  return Names.uniqueResourceName(scope, { maxLength, separator: '-' });
}
