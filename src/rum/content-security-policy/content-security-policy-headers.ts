import { CfnResponseHeadersPolicy, type ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';

type Config = CfnResponseHeadersPolicy.ResponseHeadersPolicyConfigProperty;
type Security = CfnResponseHeadersPolicy.SecurityHeadersConfigProperty;
type Policy = CfnResponseHeadersPolicy.ContentSecurityPolicyProperty;
type Custom = CfnResponseHeadersPolicy.CustomHeadersConfigProperty;
type Header = CfnResponseHeadersPolicy.CustomHeaderProperty;

/**
 * Changes each Content-Security-Policy of a response headers policy; tells whether there is one.
 *
 * What is there stays as the user passed it: other constructs may have been made of the same objects.
 */
export function changePolicies(
  responseHeadersPolicy: ResponseHeadersPolicy,
  change: (policy: string) => string,
): boolean {
  const resource = responseHeadersPolicy.node.defaultChild;
  if (!(resource instanceof CfnResponseHeadersPolicy)) return false;
  const config = resource.responseHeadersPolicyConfig as Config;
  const security = config.securityHeadersConfig as Security | undefined;
  const policy = security?.contentSecurityPolicy as Policy | undefined;
  const custom = config.customHeadersConfig as Custom | undefined;
  const headers = (custom?.items ?? []) as Header[];
  if (!policy && !headers.some(isReportOnly)) return false;
  resource.responseHeadersPolicyConfig = {
    ...config,
    securityHeadersConfig: policy && {
      ...security,
      contentSecurityPolicy: { ...policy, contentSecurityPolicy: change(policy.contentSecurityPolicy) },
    },
    customHeadersConfig: custom && {
      items: headers.map((header) => (isReportOnly(header) ? { ...header, value: change(header.value) } : header)),
    },
  };
  return true;
}

function isReportOnly({ header }: Header): boolean {
  return header.toLowerCase() === 'content-security-policy-report-only';
}
