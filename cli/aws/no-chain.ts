/**
 * Stands in the bundle for `@aws-sdk/credential-provider-node`, half of what the clients would weigh. They are always
 * given credentials, and never ask for these.
 */
export function defaultProvider(): () => Promise<never> {
  return () => Promise.reject(new Error('clients are given their credentials'));
}
