import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Whether a construct is a stack that is deployed by itself, also where it is defined below another one. A nested stack is a
 * resource of the one around it: what they need of each other becomes its parameters and outputs.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/stacks-nested.html
 */
export function isDeployedByItself(construct: IConstruct): boolean {
  return Stack.isStack(construct) && !construct.nested;
}

/** The stack that a construct is deployed with, which nested stacks are a part of. */
export function deployedWith(construct: IConstruct): Stack {
  let stack = Stack.of(construct);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}
