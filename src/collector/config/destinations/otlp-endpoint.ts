import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/**
 * How an `OtlpEndpoint` is spoken to.
 */
export enum OtlpProtocol {
  /**
   * Protocol buffers over HTTP, to `<url>/v1/traces`, `/v1/metrics` and `/v1/logs`.
   */
  HTTP = 'http/protobuf',

  /**
   * Protocol buffers over gRPC.
   */
  GRPC = 'grpc',
}

/**
 * A header whose value is a secret.
 */
export interface SecretHeader {
  /**
   * The secret in AWS Secrets Manager. The collector's container reads it when it starts.
   */
  readonly secret: ISecret;

  /**
   * The field of a secret that is JSON.
   *
   * @default - the whole secret
   */
  readonly field?: string;
}

/**
 * A service that takes OTLP, such as an observability vendor's.
 */
export interface OtlpEndpoint {
  /**
   * A name for it: up to 32 lower-case letters, digits or `-`, unique in the configuration.
   */
  readonly name: string;

  /**
   * Its base URL, with `https://` and without `/v1/traces`; `http://` only for this host. For gRPC with a port.
   */
  readonly url: string;

  /**
   * How it is spoken to.
   *
   * @default OtlpProtocol.HTTP
   */
  readonly protocol?: OtlpProtocol;

  /**
   * Headers whose values anybody may read in the template.
   *
   * @default - none
   */
  readonly headers?: { [header: string]: string };

  /**
   * Headers whose values are secrets, such as API keys. They never stand in the template or in the configuration.
   *
   * @default - none
   */
  readonly secretHeaders?: { [header: string]: SecretHeader };
}
