import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';

/** What an authorization needs to know about the app monitor. */
export interface AuthorizationContext {
  /** The ARN from the name as known at synth: a reference to the resource from its own policy would be circular. */
  readonly appMonitorArn: string;
}

/** What an authorization means for the app monitor and for the client. */
export interface AuthorizationBinding {
  /** The app monitor's resource policy; none where IAM alone decides. */
  readonly policy?: PolicyDocument;
  /** What the client has to know to be let in. */
  readonly client: ClientAuthorization;
}

/** The part of the client's configuration that the authorization decides. */
export interface ClientAuthorization {
  readonly alias?: string;
}
