import type { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { ClientAuthorization } from '../../formats/client-configuration';

/** What an authorization needs to know about the app monitor. */
export interface AuthorizationContext {
  /** The ARN from the name as known at synth: a reference to the resource from its own policy would be circular. */
  readonly appMonitorArn: string;
}

/** What an authorization means for the app monitor and for the client. */
export interface AuthorizationBinding {
  /** The app monitor's resource policy; none where IAM alone decides. */
  readonly policy?: PolicyDocument;
  /** The identity pool that the app monitor is told of. */
  readonly identityPoolId?: string;
  /** The role of guests, for the app monitor only: a client that knows it uses the flow that has to be switched off. */
  readonly guestRoleArn?: string;
  /** What the client has to know to be let in. */
  readonly client: ClientAuthorization;
}
