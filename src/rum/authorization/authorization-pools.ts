import { Stack, Token, Validations } from 'aws-cdk-lib';
import { CfnIdentityPool, CfnIdentityPoolRoleAttachment } from 'aws-cdk-lib/aws-cognito';
import { Grant, type IRole, PolicyDocument, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { aws_cognito } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkPattern } from '../../private/checks';
import { PUT_EVENTS } from '../data-plane';
import type { AuthorizationBinding, AuthorizationContext } from './authorization-binding';

/** An identity pool whose guests may send to this app monitor, and nothing else. */
export function bindGuestPool(scope: Construct, { appMonitorArn }: AuthorizationContext): AuthorizationBinding {
  const guests = new Construct(scope, 'Guests');
  const pool = new CfnIdentityPool(guests, 'Pool', {
    allowUnauthenticatedIdentities: true,
    allowClassicFlow: false, // the enhanced flow limits what guests may do whatever their role says
  });
  Validations.of(pool).acknowledge({
    id: 'AwsSolutions-COG7',
    reason: 'Visitors of a public page are guests; their role may do nothing but send telemetry to one app monitor',
  });
  const provider = identityProvider(scope);
  const role = new Role(guests, 'Role', {
    description: 'Visitors of a web application, who send telemetry',
    assumedBy: new WebIdentityPrincipal(provider, {
      StringEquals: { [`${provider}:aud`]: pool.ref },
      'ForAnyValue:StringLike': { [`${provider}:amr`]: 'unauthenticated' },
    }),
    inlinePolicies: {
      SendTelemetry: new PolicyDocument({
        statements: [new PolicyStatement({ actions: [PUT_EVENTS], resources: [appMonitorArn] })],
      }),
    },
  });
  new CfnIdentityPoolRoleAttachment(guests, 'Roles', {
    identityPoolId: pool.ref,
    roles: { unauthenticated: role.roleArn },
  });
  return { identityPoolId: pool.ref, guestRoleArn: role.roleArn, client: { identityPoolId: pool.ref } };
}

/** An identity pool that exists; its guests' role is granted what it needs, if it is known. */
export function bindIdentityPool(
  scope: Construct,
  { appMonitorArn }: AuthorizationContext,
  pool: aws_cognito.IIdentityPoolRef,
  guestRole?: IRole,
): AuthorizationBinding {
  const { identityPoolId } = pool.identityPoolRef;
  checkPattern(scope, 'authorization.identityPoolId', identityPoolId, {
    pattern: /^(?=.{1,55}$)[\w-]+:[0-9a-f-]+$/,
    expected: 'an ID such as "us-east-1:01234567-89ab-cdef-0123-456789abcdef"',
    fix: 'pass the ID of the identity pool, with its Region',
  });
  if (guestRole) {
    Grant.addToPrincipal({ grantee: guestRole, actions: [PUT_EVENTS], resourceArns: [appMonitorArn] });
  }
  return { identityPoolId, guestRoleArn: guestRole?.roleArn, client: { identityPoolId } };
}

/** AWS GovCloud (US) has an identity provider of its own. */
function identityProvider(scope: Construct): string {
  const { region } = Stack.of(scope);
  const isGovCloud = !Token.isUnresolved(region) && region.startsWith('us-gov-');
  return isGovCloud ? 'cognito-identity-us-gov.amazonaws.com' : 'cognito-identity.amazonaws.com';
}
