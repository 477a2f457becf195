import { EnhancedAuthentication } from '@aws-rum/web-core/dispatch/EnhancedAuthentication';
import { createSigningConfig } from '@aws-rum/web-core/dispatch/signing';
import { HttpRequest } from '@smithy/protocol-http';
import type { ClientConfiguration } from '../src/formats/client-configuration';
import { serviceHost } from '../src/formats/partitions';
import type { PageSigner } from './client';
import { main } from './main';
import { TEXT } from './transport/transport';

/** Temporary credentials as pages get them. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

type AuthConfig = ConstructorParameters<typeof EnhancedAuthentication>[0];
type Provider = () => Promise<Credentials>;

/** Guests of an identity pool, by the enhanced flow: the pool alone knows their role. */
function guests({ identityPoolId, appMonitorId }: ClientConfiguration): Provider | undefined {
  if (!identityPoolId) return undefined;
  const config = { identityPoolId, cookieAttributes: { unique: true } };
  const authentication = new EnhancedAuthentication(config as AuthConfig, appMonitorId);
  // The library knows the hosts of one partition only.
  const { cognitoIdentityClient } = authentication as unknown as { cognitoIdentityClient: { hostname: string } };
  cognitoIdentityClient.hostname = serviceHost('cognito-identity', identityPoolId.split(':')[0]);
  return authentication.ChainAnonymousCredentialsProvider as Provider;
}

function makeSigner(config: ClientConfiguration): PageSigner {
  let provider = guests(config);
  const sign = async (url: URL, body: string) => {
    if (!provider) throw new Error('no credentials yet');
    const { sign: signRequest, presign, hashAndEncode } = createSigningConfig(await provider(), config.region);
    const request = new HttpRequest({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port) || undefined,
      path: url.pathname,
      headers: { 'content-type': TEXT, host: url.host, 'X-Amz-Content-Sha256': await hashAndEncode(body) },
      body,
    });
    return { request, signRequest, presign };
  };
  return {
    async sign(url, body) {
      const { request, signRequest } = await sign(url, body);
      const { host, ...headers } = (await signRequest(request)).headers;
      return headers;
    },
    async presign(url, body) {
      const { request, presign } = await sign(url, body);
      const { query = {} } = await presign(request);
      return `${url.href}?${new URLSearchParams(query as Record<string, string>)}`;
    },
    use(credentials) {
      provider = typeof credentials === 'function' ? (credentials as Provider) : async () => credentials as Credentials;
    },
    refused() {
      if (!config.identityPoolId) return;
      // The identity may be gone, or its role changed: the next request asks for another.
      for (const kind of ['c', 'i']) localStorage.removeItem(`cwr_${kind}_${config.appMonitorId}`);
      provider = guests(config);
    },
  };
}

main(makeSigner);
