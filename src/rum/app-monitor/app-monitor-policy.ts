import { Lazy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnAppMonitor } from 'aws-cdk-lib/aws-rum';
import type { Construct } from 'constructs';
import { describe, fail } from '../../private/errors';
import { PUT_EVENTS } from '../data-plane';
import { lengthAtLeast } from '../metrics/event-pattern';

/** 4 KB. */
const MAX_BYTES = 4096;

/** The resource policy of an app monitor: the statements of its authorization, then those that were added. */
export class AppMonitorPolicy {
  private readonly document: PolicyDocument;

  constructor(
    private readonly scope: Construct,
    private readonly appMonitorArn: string,
    authorization: PolicyDocument = new PolicyDocument(),
  ) {
    this.document = authorization;
  }

  public add(given: PolicyStatement): void {
    const { Action, Resource } = given.toStatementJson();
    if (Action !== PUT_EVENTS) {
      fail(this.scope, {
        what: 'addToResourcePolicy() (actions)',
        got: Action,
        expected: `only "${PUT_EVENTS}", the one action of such a policy`,
        fix: 'grant other actions to roles, in IAM',
      });
    }
    this.document.addStatements(Resource ? given : given.copy({ resources: [this.appMonitorArn] }));
  }

  /** Lazy, as statements may be added late. */
  public render(policyRevisionId?: string) {
    const produce = (): CfnAppMonitor.ResourcePolicyProperty | undefined =>
      this.document.isEmpty
        ? undefined
        : { policyDocument: Stack.of(this.scope).toJsonString(this.document), policyRevisionId };
    return Lazy.any({ produce });
  }

  /** Names that are known only at deployment count nothing, so that nothing is refused which might fit. */
  public problems(): string[] {
    const got = lengthAtLeast(Stack.of(this.scope).resolve(this.document) ?? '');
    if (got <= MAX_BYTES) return [];
    return [
      describe({
        what: 'authorization (bytes of the resource policy)',
        got,
        expected: `at most ${MAX_BYTES}`,
        fix: 'shorten its conditions or statements',
      }),
    ];
  }
}
