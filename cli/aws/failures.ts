import { messageOf } from '../common/cannot-run';

interface ServiceError {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Each service has names of its own for the same. @see https://docs.aws.amazon.com/awssupport/latest/user/troubleshooting.html */
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|NotAuthorized(Exception)?|AuthorizationError)$/;
const INVALID =
  /^(ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|RequestExpired|AuthFailure|IncompleteSignature)$/;
const ABSENT = /^(ResourceNotFound(Exception)?|DashboardNotFoundError|PolicyNotFoundException)$/;

/** The credentials are good, and may not make this call. */
export function isDenied(error: unknown): boolean {
  return DENIED.test((error as ServiceError)?.name ?? '');
}

/** The credentials are none or have expired: no call will do. */
export function isUnknownCaller(error: unknown): boolean {
  return INVALID.test((error as ServiceError)?.name ?? '');
}

/** What was asked for does not exist. CloudFormation has no name for it. */
export function isAbsent(error: unknown): boolean {
  const name = (error as ServiceError)?.name ?? '';
  return ABSENT.test(name) || (name === 'ValidationError' && /does not exist/.test(messageOf(error)));
}
