import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const PREFIX = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:';

/**
 * A stand-in for AWS Secrets Manager on loopback, so that a canary gets its secrets here as it does in the service, and
 * no environment variable of it ever holds one.
 */
export class SecretsStandIn {
  public static async start(secrets: Readonly<Record<string, string>>): Promise<SecretsStandIn> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [status, answer] = answerTo(secrets, String(request.headers['x-amz-target']), Buffer.concat(chunks));
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new SecretsStandIn(server, Object.keys(secrets));
  }

  private constructor(
    private readonly server: Server,
    private readonly names: string[],
  ) {}

  /** What leads a canary's code here. The credentials open nothing. */
  public get environment(): Record<string, string> {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return {
      ...Object.fromEntries(this.names.map((name) => [name, PREFIX + name])),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
    };
  }

  public stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function answerTo(secrets: Readonly<Record<string, string>>, target: string, body: Buffer): [number, object] {
  if (target !== 'secretsmanager.GetSecretValue') {
    return [400, { __type: 'UnrecognizedClientException', message: `${target} is not available in a local run` }];
  }
  const id = String(JSON.parse(body.toString() || '{}').SecretId);
  const name = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;
  if (!Object.hasOwn(secrets, name)) {
    return [400, { __type: 'ResourceNotFoundException', message: `a local run has no secret ${id}` }];
  }
  return [200, { ARN: id, Name: name, SecretString: secrets[name], VersionStages: ['AWSCURRENT'] }];
}
