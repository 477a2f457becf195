import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import { checkAssertion } from './assertion-rules';
import type { AssertionDocument, HealthCheckDocument } from './blueprint';
import { checkHex, judge, matching, type Rule, whole } from './health-checks-rules';

const NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/;
const VARIABLE = /^[a-zA-Z][a-zA-Z0-9_]*$/;
const HOST = /^(?=.{1,253}$)([a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]|\$\{[a-zA-Z_][a-zA-Z0-9_]*\})$/;
const REFERENCE = /\$\{(?!Token\[)([^}]*)\}/g;
const SECRET = /^\$\{AWS_SECRET:[^:{}]+(:[^:{}]+)?\}$/;
const SECRET_FIELDS = ['username', 'password', 'apiKey', 'clientId', 'clientSecret'];

const host = matching(HOST, 'a host name of two characters or more, or an IPv4 address; without a scheme or a path');
const port = whole(1, 65_535);

const RULES: { [field: string]: Rule } = {
  timeout: whole(1000, 300_000),
  waitTime: whole(0, 60),
  hostname: host,
  domain: host,
  nameserver: host,
  port,
};

/** Names as users know them. */
const NAMES: { [field: string]: string } = {
  timeout: 'timeout (in milliseconds)',
  waitTime: 'waitTime (in seconds)',
};

/** Refuses what the schema of the blueprint refuses, and what could never pass. */
export function checkHealthChecks(scope: Construct, checks: HealthCheckDocument[]): void {
  if (checks.length < 1 || checks.length > 10) {
    fail(scope, {
      what: 'checks (number)',
      got: checks.length,
      expected: '1 to 10 checks, the limit of the blueprint',
      fix: 'divide the checks among several HealthChecks',
    });
  }
  const names = new Set<string>();
  const variables = new Set<string>();
  for (const check of checks) {
    const name = check.stepName;
    judge(
      scope,
      'check name',
      name,
      matching(NAME, 'a letter, then up to 63 letters, digits, "_" or "-"'),
      'rename it',
    );
    if (names.has(name)) {
      fail(scope, {
        what: 'check name',
        got: name,
        expected: 'a name that no other check has',
        fix: 'rename the check',
      });
    }
    names.add(name);
    checkOne(scope, check, variables);
    for (const extractor of check.extractors ?? []) variables.add(extractor.name);
  }
}

function checkOne(scope: Construct, check: HealthCheckDocument, variables: Set<string>): void {
  const label = `check "${check.stepName}"`;
  for (const [field, rule] of Object.entries(RULES)) {
    if (field in check) judge(scope, `${label}: ${NAMES[field] ?? field}`, check[field], rule, 'correct it');
  }
  if (check.checkerType === 'HTTP') checkRequest(scope, label, check);
  if (check.encoding === 'HEX') {
    for (const field of ['sendData', 'expectedResponse']) checkHex(scope, `${label}: ${field}`, check[field]);
  }
  check.assertions.forEach((assertion: AssertionDocument, index) => {
    checkAssertion(scope, `${label}, assertion ${index + 1} (${assertion.type})`, check.checkerType, assertion);
  });
  checkReferences(scope, label, check, variables);
}

function checkRequest(scope: Construct, label: string, check: HealthCheckDocument): void {
  checkAddress(scope, `${label}: url`, String(check.url));
  for (const name of Object.keys(check.headers ?? {})) {
    const rule = matching(/^[a-zA-Z][a-zA-Z0-9-_]*$/, 'a letter, then letters, digits, "-" or "_"');
    judge(scope, `${label}: header name`, name, rule, 'correct the name');
  }
  for (const { name, path } of check.extractors ?? []) {
    judge(
      scope,
      `${label}: extract, name`,
      name,
      matching(VARIABLE, 'a letter, then letters, digits or "_"'),
      'rename it',
    );
    judge(
      scope,
      `${label}: extract, path of ${name}`,
      path,
      matching(/^\$/, 'a JSON path, with $ first'),
      'correct it',
    );
  }
  const { authentication } = check;
  if (!authentication) return;
  if (authentication.type === 'OAUTH_CLIENT_CREDENTIALS') {
    checkAddress(scope, `${label}: tokenUrl`, String(authentication.tokenUrl));
  }
  for (const field of SECRET_FIELDS.filter((known) => known in authentication)) {
    const rule = matching(SECRET, 'names of a secret and its field without ":", "{" or "}", and not empty');
    judge(scope, `${label}: ${field}`, authentication[field], rule, 'rename the field of the secret');
  }
}

function checkAddress(scope: Construct, what: string, url: string): void {
  const variable = /^\$\{[a-zA-Z_][a-zA-Z0-9_]*\}/.test(url); // brings the scheme along
  const judged = url.replace(REFERENCE, 'x');
  if (Token.isUnresolved(url) || variable || (/^https?:\/\/./i.test(url) && URL.canParse(judged))) return;
  fail(scope, {
    what,
    got: url,
    expected: 'an address that starts with http:// or https://',
    fix: 'write it as a browser shows it, such as "https://shop.example.com/health"',
  });
}

/** A variable that no check has extracted stays as it is written: the check would ask for nonsense. */
function checkReferences(scope: Construct, label: string, check: HealthCheckDocument, variables: Set<string>): void {
  const { authentication, ...rest } = check;
  const { tokenUrl, scope: oauthScope, audience } = authentication ?? {};
  for (const text of texts([rest, tokenUrl, oauthScope, audience])) {
    for (const [reference, name] of text.matchAll(REFERENCE)) {
      if (variables.has(name)) continue;
      fail(scope, {
        what: `${label}: variable`,
        got: reference,
        expected: name.startsWith('AWS_SECRET') ? 'no secret in a text' : 'a name that an earlier check extracts',
        fix: name.startsWith('AWS_SECRET') ? 'use canaries.HttpAuthentication' : 'add it to extract of a check before',
      });
    }
  }
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}
