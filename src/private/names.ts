import { Names } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A physical name for a resource whose service demands one at creation.
 *
 * It derives from the construct's path, so that it stays the same from synth to synth and two instances coexist.
 *
 * CloudFormation replaces a resource by creating the new one before it deletes the former: under the same name it would
 * collide. So the name also holds what forces a replacement.
 *
 * @param replacing what can't be changed in place, as stated; what is left out adds nothing
 */
export function physicalName(scope: IConstruct, maxLength: number, ...replacing: (string | undefined)[]): string {
  const ending = replacing.map((value) => (value === undefined ? '' : `-${value.toLowerCase()}`)).join('');
  return Names.uniqueResourceName(scope, { maxLength: maxLength - ending.length, separator: '-' }) + ending;
}
