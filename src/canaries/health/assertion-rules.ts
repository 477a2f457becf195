import type { Construct } from 'constructs';
import { checkNumber, checkOneOf, checkPattern, checkRegularExpression, type Numbers } from '../../private/checks';
import type { AssertionDocument } from './blueprint';

/** How a field is judged. */
type Rule = (scope: Construct, what: string, got: unknown) => void;

const number = (numbers: Numbers): Rule => {
  return (scope, what, got) => checkNumber(scope, what, got, { ...numbers, fix: 'pass another one' });
};
const text = (pattern: RegExp, expected: string): Rule => {
  return (scope, what, got) => checkPattern(scope, what, String(got), { pattern, expected, fix: 'pass another one' });
};
const oneOf = (...known: string[]): Rule => {
  return (scope, what, got) => checkOneOf(scope, what, got, known, 'pass another one');
};

const status = number({ min: 100, max: 599, multipleOf: 1 });
const count = number({ min: 0, multipleOf: 1 });
const compared = oneOf('EQUALS', 'GREATER_THAN', 'LESS_THAN');
const TEXT = ['EQUALS', 'NOT_EQUALS', 'CONTAINS', 'NOT_CONTAINS', 'REGEX_MATCH'];
const RESPONSE_TIME = { value: number({ above: 0 }) };

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
    HEADER: { headerName: text(/./s, 'a text that is not empty'), operator: oneOf(...TEXT, 'EXIST') },
    BODY: {
      path: text(/^\$/, 'a JSON path, with $ first'),
      operator: oneOf('CONTAINS', 'NOT_CONTAINS', 'EQUALS', 'NOT_EQUALS', 'EXISTS'),
    },
  },
  DNS: {
    RECORD_VALUE: { operator: oneOf(...TEXT) },
    RECORD_COUNT: { operator: compared, value: count },
    RESPONSE_TIME,
    AUTHORITATIVE: {},
    TTL: { operator: compared, value: count },
  },
  SSL: {
    CERTIFICATE_EXPIRY: { value: count },
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
    RESPONSE_SIZE: { operator: compared, value: number({ min: 0 }) },
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
    if (field in assertion) rule(scope, `${what}: ${field === 'operator' ? 'comparison' : field}`, assertion[field]);
  }
  if (operator === 'IN_RANGE') {
    checkNumber(scope, `${what}: highest`, rangeMax, {
      min: Number(rangeMin),
      max: 599,
      multipleOf: 1,
      fix: 'swap the two',
    });
  }
  if (operator === 'REGEX_MATCH') checkRegularExpression(scope, `${what}: text`, String(value));
  if (assertion.encoding === 'HEX' && operator !== 'REGEX_MATCH') checkHex(scope, `${what}: text`, value);
}

/** Refuses what stands for no bytes. */
export function checkHex(scope: Construct, what: string, got: unknown): void {
  const pattern = /^([0-9a-fA-F]{2})*$/;
  const rule = { pattern, expected: 'two hexadecimal digits per byte', fix: 'correct the text' };
  checkPattern(scope, what, got === undefined ? undefined : String(got), rule);
}
