import { Names } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A name that derives from the construct's path, and that Athena takes without quotes: in lower case, with underscores.
 *
 * It is a text and no reference, so that SQL can hold it wherever SQL is written.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export function databaseName(scope: IConstruct): string {
  const name = Names.uniqueResourceName(scope, { maxLength: 120, separator: '_', allowedSpecialCharacters: '_' });
  return `telemetry_${name.toLowerCase()}`;
}
