import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Code, type FunctionOptions, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './findings';

/** What a function of ours is, and what it may do besides writing to its log. */
interface OwnFunctionProps extends Omit<FunctionOptions, 'role' | 'logGroup' | 'logRetention'> {
  readonly code: Code;
  /** Default: Node.js, as AWS's own SDK is in it */
  readonly runtime?: Runtime;
  /** Default: a month */
  readonly logRetention?: RetentionDays;
  readonly policyName: string;
  readonly statements: readonly PolicyStatement[];
  /** The resources with wildcards, each with its reason. */
  readonly wildcards?: { readonly [resource: string]: string };
}

/** Defines a function of ours, with a log that goes with it and a role that allows what is stated and nothing else. */
export function defineFunction(scope: Construct, props: OwnFunctionProps) {
  const { policyName, statements, wildcards = {}, logRetention = RetentionDays.ONE_MONTH, ...options } = props;
  const logGroup = new LogGroup(scope, 'Log', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
  const log = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn); // it ends with `:*`
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { [policyName]: new PolicyDocument({ statements: [log, ...statements] }) },
  });
  acknowledgeWildcards(role, wildcards);
  const handler = new LambdaFunction(scope, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    ...options,
    role,
    logGroup,
  });
  return { function: handler, role, logGroup };
}

/** A statement that allows actions on one resource. */
export function allow(actions: string[], resource: string, conditions?: { [operator: string]: unknown }) {
  return new PolicyStatement({ actions, resources: [resource], conditions });
}
