import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { given } from './blueprint';

/**
 * How a check gets a token by the client credentials of OAuth 2.0.
 */
export interface OAuthClientCredentialsOptions {
  /**
   * Where tokens are had: an address with https:// or http://.
   */
  readonly tokenUrl: string;

  /**
   * The field of the secret that holds the client's ID.
   *
   * @default 'clientId'
   */
  readonly clientIdField?: string;

  /**
   * The field of the secret that holds the client's secret.
   *
   * @default 'clientSecret'
   */
  readonly clientSecretField?: string;

  /**
   * The scope to ask for.
   *
   * @default - none
   */
  readonly scope?: string;

  /**
   * The audience to ask for.
   *
   * @default - none
   */
  readonly audience?: string;
}

type GrantAccess = (grantee: IGrantable) => void;

/**
 * How the request of an HTTP check is authenticated.
 *
 * Secrets stay in AWS Secrets Manager: the canary gets their names, and the permission to read them.
 */
export class HttpAuthentication {
  /**
   * A user's name and password, by HTTP's basic authentication.
   *
   * @param secret a JSON object that holds both
   * @param usernameField the field of the name, `username` by default
   * @param passwordField the field of the password, `password` by default
   */
  public static basic(secret: ISecret, usernameField = 'username', passwordField = 'password'): HttpAuthentication {
    const fields = {
      type: 'BASIC',
      username: reference(secret, usernameField),
      password: reference(secret, passwordField),
    };
    return new HttpAuthentication(fields, (grantee) => secret.grantRead(grantee));
  }

  /**
   * A key in a header.
   *
   * @param secret the key, or a JSON object that holds it
   * @param field the field of the object, none by default
   * @param headerName the header, `X-API-Key` by default
   */
  public static apiKey(secret: ISecret, field?: string, headerName = 'X-API-Key'): HttpAuthentication {
    const fields = { type: 'API_KEY', apiKey: reference(secret, field), headerName };
    return new HttpAuthentication(fields, (grantee) => secret.grantRead(grantee));
  }

  /**
   * A token that the canary gets first, by the client credentials of OAuth 2.0.
   *
   * @param secret a JSON object that holds the client's ID and secret
   */
  public static oauthClientCredentials(secret: ISecret, options: OAuthClientCredentialsOptions): HttpAuthentication {
    const { tokenUrl, scope, audience, clientIdField = 'clientId', clientSecretField = 'clientSecret' } = options;
    const clientId = reference(secret, clientIdField);
    const clientSecret = reference(secret, clientSecretField);
    const fields = { type: 'OAUTH_CLIENT_CREDENTIALS', tokenUrl, clientId, clientSecret, scope, audience };
    return new HttpAuthentication(given(fields), (grantee) => secret.grantRead(grantee));
  }

  /**
   * A signature, version 4, as services of AWS demand it.
   *
   * @param role the role to sign as, which has to trust the role of the canary
   * @param service the service's name in signatures, such as `execute-api`
   * @param region the Region, such as `eu-west-1`
   */
  public static sigV4(role: IRole, service: string, region: string): HttpAuthentication {
    const fields = { type: 'SIGV4', service, region, roleArn: role.roleArn };
    return new HttpAuthentication(fields, (grantee) => role.grantAssumeRole(grantee.grantPrincipal));
  }

  private constructor(
    /** @internal */
    public readonly _document: { readonly [field: string]: unknown },
    /** @internal */
    public readonly _grant: GrantAccess,
  ) {}
}

/** What the blueprint replaces by the secret when it runs. */
function reference(secret: ISecret, field?: string): string {
  return `\${AWS_SECRET:${secret.secretName}${field === undefined ? '' : `:${field}`}}`;
}
