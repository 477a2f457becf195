import { Stack, Validations } from 'aws-cdk-lib';
import { type IRole, Policy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Construct, Dependable, type IConstruct, type IDependable } from 'constructs';

/** What is to be allowed, and to whom. */
interface Allowance {
  /** The construct whose resource has the role: the policy becomes its child, and the resource waits for it. */
  readonly holder: Construct;
  readonly id: string;
  readonly role?: IRole;
  readonly statements: readonly PolicyStatement[];
  /** Says that the role can't be changed. */
  readonly warning: Warning;
}

interface Warning {
  readonly id: string;
  /** Whose role it is, and what fails without the statements. */
  readonly text: (needed: string) => string;
}

/**
 * A policy of its own: what we acknowledge on it says nothing about the statements of the user.
 *
 * Services look at a role when they are told to use it, and refuse what it doesn't allow yet, such as AWS Lambda with
 * active tracing. CloudFormation orders policies only where a resource depends on them.
 */
export function attachPolicy(scope: IConstruct, { holder, id, role, statements, warning }: Allowance): Policy {
  const policy = new Policy(holder, id, { statements: [...statements] });
  role?.attachInlinePolicy(policy);
  holder.node.defaultChild?.node.addDependency(policy);
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets brackets reach a private member, with its type.
  if (!policy['isAttached']) warn(scope, statements, warning); // CDK leaves it out without a word
  return policy;
}

/** Warns where a grant came to nothing, since the role is one that can't be changed. */
export function checkGranted(
  scope: IConstruct,
  grant: IDependable,
  statements: readonly PolicyStatement[],
  warning: Warning,
): void {
  if (Dependable.of(grant).dependencyRoots.length === 0) warn(scope, statements, warning);
}

function warn(scope: IConstruct, statements: readonly PolicyStatement[], { id, text }: Warning): void {
  const needed = statements.map((statement) => Stack.of(scope).resolve(statement.toStatementJson()));
  Validations.of(scope).addWarning(`cdk-user-telemetry:${id}`, text(JSON.stringify(needed)));
}
