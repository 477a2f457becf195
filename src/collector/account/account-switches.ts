import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

/** Refuses a second switch of its kind for one account and Region, as far as the app shows it. */
export function checkOnlyOne(scope: Construct, kind: abstract new (...args: never[]) => Construct): void {
  const stack = Stack.of(scope);
  const others = scope.node.root.node.findAll().filter((node) => node !== scope && node instanceof kind);
  const twin = others.find((other) => Stack.of(other) === stack || sameKnownPlace(Stack.of(other), stack));
  if (!twin) return;
  fail(scope, {
    what: kind.name,
    got: `a second one, besides ${twin.node.path}`,
    expected: 'one for an account and Region: it is a setting of the account',
    fix: 'define it once, in a stack that all others can rely on',
  });
}

function sameKnownPlace(one: Stack, other: Stack): boolean {
  const known = ![one.account, one.region].some((part) => Token.isUnresolved(part));
  return known && one.account === other.account && one.region === other.region;
}
