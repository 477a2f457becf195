import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { WebAppProps } from './web-app-props';

/** Refuses what would have no effect behind the site's own distribution, or let no event through. */
export function checkEdge(scope: Construct, props: WebAppProps): void {
  const { authorization, client = {}, firstPartyIngest, remoteConfiguration } = props;
  if (remoteConfiguration && client.remoteConfigurationUrl !== undefined) {
    const what = 'client.remoteConfigurationUrl';
    const expected = 'nothing beside remoteConfiguration';
    fail(scope, { what, got: client.remoteConfigurationUrl, expected, fix: 'leave one of them out' });
  }
  const ownPath = client.endpoint?.startsWith('/') ? client.endpoint : undefined;
  if (authorization?._signed && (firstPartyIngest || ownPath)) {
    fail(scope, {
      what: 'authorization',
      got: `a way that signs requests, with ${firstPartyIngest ? 'firstPartyIngest' : `client.endpoint ${ownPath}`}`,
      expected: 'one that does not: a signature is for the host of the data plane',
      fix: 'use Authorization.resourcePolicy(), or let browsers send to the data plane',
    });
  }
  if (!firstPartyIngest) return;
  if (client.endpoint !== undefined) {
    const what = 'client.endpoint';
    const expected = 'nothing beside firstPartyIngest';
    fail(scope, { what, got: client.endpoint, expected, fix: 'leave one of them out' });
  }
  if (authorization?._judgesAddresses) {
    fail(scope, {
      what: 'authorization (sourceIps)',
      got: 'sourceIps with firstPartyIngest',
      expected: 'no sourceIps: CloudWatch RUM sees the addresses of CloudFront, not those of users',
      fix: 'leave sourceIps out, and limit addresses by a web ACL on the distribution',
    });
  }
  const { region } = Stack.of(scope);
  const { region: served } = firstPartyIngest;
  if (region === served || Token.isUnresolved(region) || Token.isUnresolved(served)) return;
  fail(scope, {
    what: 'firstPartyIngest (region)',
    got: served,
    expected: `${region}, the Region of the app monitor`,
    fix: `pass region: '${region}' to FirstPartyIngest`,
  });
}
