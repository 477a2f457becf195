import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CatalogEvent, CatalogProperty } from '../../formats/events/catalog';
import { propertyColumn } from '../../formats/events/fields';
import * as builtIn from '../../formats/events/names';
import { checkCount, checkKnown, checkList, checkNumber, checkPattern, checkUnique } from '../../private/checks';
import { fail } from '../../private/errors';

const NAME = {
  pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
  expected: 'a letter, then up to 63 letters, digits, "_", "-" or "."',
};

type Declared = ReadonlyMap<string, CatalogEvent>;

/** Refuses a name that is not one, that browsers report by themselves, or that is there already, in whatever case. */
export function checkEventName(scope: Construct, name: string, declared: Declared): void {
  const what = `event ${name}`;
  checkKnown(scope, what, name);
  checkPattern(scope, what, name, { ...NAME, fix: 'rename it, such as to "cart.added"' });
  if ((Object.values(builtIn) as string[]).includes(name)) {
    const expected = 'a name that clients do not report by themselves';
    fail(scope, { what, got: name, expected, fix: 'leave it out: it is taken anyway; or rename yours' });
  }
  const other = [...declared.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
  if (other === undefined) return;
  const expected = 'a name that no other event has, in whatever case';
  fail(scope, { what, got: `declared beside ${other}`, expected, fix: 'declare it once, or rename one of them' });
}

export function checkEvent(scope: Construct, name: string, { description, owner, properties }: CatalogEvent): void {
  checkKnown(scope, `event ${name} (description)`, description);
  checkKnown(scope, `event ${name} (owner)`, owner);
  const columns = new Map<string, string>();
  for (const [property, declared] of Object.entries(properties)) {
    const what = `event ${name}, property ${property}`;
    checkKnown(scope, what, property);
    checkPattern(scope, what, property, { ...NAME, fix: 'rename it, such as to "orderTotal"' });
    checkProperty(scope, what, declared);
    const column = propertyColumn(property);
    const other = columns.get(column);
    if (other !== undefined) {
      const expected = 'a name whose column no other property has';
      fail(scope, { what, got: `column ${column}, as ${other} has`, expected, fix: 'rename one of them' });
    }
    columns.set(column, property);
  }
}

/** What events name alike is one column, and files bear one type of it. */
export function checkSharedColumns(scope: Construct, name: string, event: CatalogEvent, declared: Declared): void {
  for (const [property, { type, personal = false }] of Object.entries(event.properties)) {
    for (const [otherEvent, { properties }] of declared) {
      for (const [otherName, other] of Object.entries(properties)) {
        if (propertyColumn(property) !== propertyColumn(otherName)) continue;
        const what = `event ${name}, property ${property}`;
        const one = `as ${otherName} of ${otherEvent}, whose column it shares`;
        const fix = 'declare both alike, or rename one of them';
        if (property !== otherName) fail(scope, { what, got: property, expected: `${otherName}, ${one}`, fix });
        if (type !== other.type) fail(scope, { what, got: type, expected: `${other.type}, ${one}`, fix });
        if (personal !== (other.personal ?? false)) {
          const told = (isPersonal: boolean) => (isPersonal ? 'personal' : 'not personal');
          fail(scope, { what, got: told(personal), expected: `${told(!personal)}, ${one}`, fix });
        }
      }
    }
  }
}

function checkProperty(scope: Construct, what: string, declared: CatalogProperty): void {
  const { values, maxLength, minimum, maximum } = declared;
  // All of it ends in files, which CloudFormation doesn't fill in.
  const texts = { description: declared.description, owner: declared.owner };
  for (const [key, text] of Object.entries(texts)) checkKnown(scope, `${what} (${key})`, text);
  for (const [key, number] of Object.entries({ maxLength, minimum, maximum })) {
    if (!Token.isUnresolved(number)) continue;
    const expected = 'a number that is known at synth';
    fail(scope, { what: `${what} (${key})`, got: 'a token', expected, fix: 'write it out' });
  }
  const fix = 'leave it out, or pass one that is right';
  checkList(scope, `${what} (values)`, values, { min: 1, fix: 'pass what it may be' });
  if (values) {
    const expected = 'each value once';
    checkUnique(scope, `${what} (values)`, values, { expected, fix: 'leave out what is there already' });
    for (const value of values) checkKnown(scope, `${what} (values)`, value);
  }
  checkCount(scope, `${what} (maxLength)`, maxLength, { max: 64_000, fix });
  checkNumber(scope, `${what} (minimum)`, minimum, { fix });
  checkNumber(scope, `${what} (maximum)`, maximum, { min: minimum, fix });
}
