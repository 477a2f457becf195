import type { Construct } from 'constructs';
import type { AssertionDocument } from './blueprint';
import { checkHex, judge, matching, oneOf, type Rule, whole } from './health-checks-rules';

const status = whole(100, 599);
const atLeastZero: Rule = (value) =>
  Number.isFinite(value) && Number(value) >= 0 ? undefined : 'a number of at least 0';
const aboveZero: Rule = (value) => (Number.isFinite(value) && Number(value) > 0 ? undefined : 'a time above 0');
const notEmpty = matching(/./s, 'a text that is not empty');
const regularExpression: Rule = (value) => {
  try {
    new RegExp(String(value));
    return undefined;
  } catch {
    return 'a regular expression';
  }
};
const path = matching(/^\$/, 'a JSON path, with $ first');

const TEXT = ['EQUALS', 'NOT_EQUALS', 'CONTAINS', 'NOT_CONTAINS', 'REGEX_MATCH'];
const NUMBER = ['EQUALS', 'GREATER_THAN', 'LESS_THAN'];
const RESPONSE_TIME = { value: aboveZero };

/** What the fields of each kind of assertion may be, by the type of check. */
const ASSERTIONS: { [checkerType: string]: { [type: string]: { [field: string]: Rule } } } = {
  HTTP: {
    STATUS_CODE: {
      operator: oneOf('EQUALS', 'NOT_EQUALS', 'GREATER_THAN', 'LESS_THAN', 'IN_RANGE'),
      value: status,
      rangeMin: status,
      rangeMax: status,
    },
    RESPONSE_TIME,
    HEADER: { headerName: notEmpty, operator: oneOf(...TEXT, 'EXIST') },
    BODY: { path, operator: oneOf('CONTAINS', 'NOT_CONTAINS', 'EQUALS', 'NOT_EQUALS', 'EXISTS') },
  },
  DNS: {
    RECORD_VALUE: { operator: oneOf(...TEXT) },
    RECORD_COUNT: { operator: oneOf(...NUMBER), value: whole(0) },
    RESPONSE_TIME,
    AUTHORITATIVE: {},
    TTL: { operator: oneOf(...NUMBER), value: whole(0) },
  },
  SSL: {
    CERTIFICATE_EXPIRY: { value: whole(0) },
    CERTIFICATE_VALID: {},
    CERTIFICATE_SUBJECT: { operator: oneOf('CONTAINS', 'EQUALS', 'REGEX_MATCH') },
    CERTIFICATE_ISSUER: { field: oneOf('CN', 'O'), operator: oneOf('CONTAINS', 'EQUALS') },
    CIPHER_SUITE: { operator: oneOf('CONTAINS', 'NOT_CONTAINS') },
    CERTIFICATE_TRANSPARENCY: {},
  },
  TCP: {
    CONNECTION_SUCCESSFUL: {},
    RESPONSE_TIME,
    RESPONSE_DATA: {
      operator: oneOf('CONTAINS', 'EQUALS', 'NOT_CONTAINS', 'REGEX_MATCH', 'STARTS_WITH', 'ENDS_WITH'),
    },
    RESPONSE_SIZE: { operator: oneOf(...NUMBER), value: atLeastZero },
  },
};

/** Refuses a comparison that there is not for what is compared, and numbers out of their range. */
export function checkAssertion(
  scope: Construct,
  what: string,
  checkerType: string,
  assertion: AssertionDocument,
): void {
  const { type, operator, value, rangeMin, rangeMax } = assertion;
  for (const [field, rule] of Object.entries(ASSERTIONS[checkerType][type])) {
    if (!(field in assertion)) continue;
    const name = field === 'operator' ? 'comparison' : field;
    judge(scope, `${what}: ${name}`, assertion[field], rule, 'pass another one');
  }
  if (operator === 'IN_RANGE') judge(scope, `${what}: highest`, rangeMax, whole(Number(rangeMin), 599), 'swap the two');
  if (operator === 'REGEX_MATCH') judge(scope, `${what}: text`, value, regularExpression, 'correct the expression');
  if (assertion.encoding === 'HEX' && operator !== 'REGEX_MATCH') checkHex(scope, `${what}: text`, value);
}
