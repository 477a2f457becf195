import type { Construct } from 'constructs';
import {
  checkName,
  checkNumber,
  checkPattern,
  checkRemoteHost,
  checkRemoteHttpUrl,
  checkUnique,
  isHttpUrl,
} from '../../private/checks';
import { fail } from '../../private/errors';
import { checkAssertion, checkHex } from './assertion-rules';
import type { HealthCheckDocument } from './blueprint';

const HOST = /^(?=.{1,253}$)([a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]|\$\{[a-zA-Z_][a-zA-Z0-9_]*\})$/;
const REFERENCE = /\$\{(?!Token\[)([^}]*)\}/g;
const SECRET = /^\$\{AWS_SECRET:[^:{}]+(:[^:{}]+)?\}$/;
const SECRET_FIELDS = ['username', 'password', 'apiKey', 'clientId', 'clientSecret'];
const HOST_FIELDS = ['hostname', 'domain', 'nameserver'] as const;

/** Refuses what the schema of the blueprint refuses, and what could never pass. */
export function checkHealthChecks(scope: Construct, checks: HealthCheckDocument[]): void {
  checkNumber(scope, 'checks (number)', checks.length, {
    min: 1,
    max: 10,
    multipleOf: 1,
    because: ', the limit of the blueprint',
    fix: 'divide the checks among several HealthChecks',
  });
  const variables = new Set<string>();
  for (const check of checks) {
    checkName(scope, 'check name', check.stepName, 'rename it');
    checkOne(scope, check, variables);
    for (const extractor of check.extractors ?? []) variables.add(extractor.name);
  }
  const names = checks.map(({ stepName }) => stepName);
  checkUnique(scope, 'check name', names, { expected: 'a name that no other check has', fix: 'rename the check' });
}

function checkOne(scope: Construct, check: HealthCheckDocument, variables: Set<string>): void {
  const label = `check "${check.stepName}"`;
  const fix = 'correct it';
  const { timeout, waitTime, port } = check;
  checkNumber(scope, `${label}: timeout (in milliseconds)`, timeout, { min: 1000, max: 300_000, multipleOf: 1, fix });
  checkNumber(scope, `${label}: waitTime (in seconds)`, waitTime, { min: 0, max: 60, multipleOf: 1, fix });
  checkNumber(scope, `${label}: port`, port, { min: 1, max: 65_535, multipleOf: 1, fix });
  for (const field of HOST_FIELDS) {
    const expected = 'a host name of two characters or more, or an IPv4 address; without a scheme or a path';
    checkPattern(scope, `${label}: ${field}`, check[field], { pattern: HOST, expected, fix });
    checkRemoteHost(scope, `${label}: ${field}`, check[field] ?? '');
  }
  if (check.checkerType === 'HTTP') checkRequest(scope, label, check);
  if (check.encoding === 'HEX') {
    for (const field of ['sendData', 'expectedResponse']) checkHex(scope, `${label}: ${field}`, check[field]);
  }
  check.assertions.forEach((assertion, index) => {
    checkAssertion(scope, `${label}, assertion ${index + 1} (${assertion.type})`, check.checkerType, assertion);
  });
  checkReferences(scope, label, check, variables);
}

function checkRequest(scope: Construct, label: string, check: HealthCheckDocument): void {
  checkAddress(scope, `${label}: url`, String(check.url));
  const matching = (what: string, got: string | undefined, pattern: RegExp, expected: string, fix: string) =>
    checkPattern(scope, `${label}: ${what}`, got, { pattern, expected, fix });
  for (const name of Object.keys(check.headers ?? {})) {
    const expected = 'a letter, then letters, digits, "-" or "_"';
    matching('header name', name, /^[a-zA-Z][a-zA-Z0-9-_]*$/, expected, 'correct the name');
  }
  for (const { name, path } of check.extractors ?? []) {
    matching('extract, name', name, /^[a-zA-Z][a-zA-Z0-9_]*$/, 'a letter, then letters, digits or "_"', 'rename it');
    matching(`extract, path of ${name}`, path, /^\$/, 'a JSON path, with $ first', 'correct it');
  }
  const { authentication } = check;
  if (!authentication) return;
  if (authentication.type === 'OAUTH_CLIENT_CREDENTIALS') {
    checkAddress(scope, `${label}: tokenUrl`, String(authentication.tokenUrl));
  }
  for (const field of SECRET_FIELDS.filter((known) => known in authentication)) {
    const expected = 'names of a secret and its field without ":", "{" or "}", and not empty';
    matching(field, String(authentication[field]), SECRET, expected, 'rename the field of the secret');
  }
}

/** A variable may bring the scheme along, and any other part of an address. */
function checkAddress(scope: Construct, what: string, url: string): void {
  if (/^\$\{[a-zA-Z_][a-zA-Z0-9_]*\}/.test(url)) return;
  const filled = url.replace(REFERENCE, 'x');
  checkRemoteHttpUrl(scope, what, isHttpUrl(filled) ? filled : url);
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
