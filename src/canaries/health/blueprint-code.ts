import { Stack, Token } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-synthetics';
import type { Construct } from 'constructs';
import { SYNTHETICS_FILE } from '../../formats/synthetic';
import { jsonFile, withCode } from '../canary/canary-code';
import type { BlueprintDocument } from './blueprint';
import { BlueprintStore, SYNTHETICS_CONFIGURATION } from './blueprint-store';

/**
 * The code of a multi checks canary: a configuration, and no script.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_MultiCheck_Blueprint.html
 */
export function withBlueprint<T>(
  scope: Construct,
  document: BlueprintDocument,
  canaryName: string,
  use: (code: Code) => T,
): T {
  if (holdsTokens(document)) {
    const json = Stack.of(scope).toJsonString(document, 2);
    return use(BlueprintStore.of(scope).write(scope, json, canaryName));
  }
  const configuration = { path: SYNTHETICS_FILE, content: `${SYNTHETICS_CONFIGURATION}\n` };
  return withCode([jsonFile('blueprint-config.json', document), configuration], use);
}

function holdsTokens(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsTokens);
  return Token.isUnresolved(value);
}
