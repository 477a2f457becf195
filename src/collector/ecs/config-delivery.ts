import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, Token } from 'aws-cdk-lib';
import { type ContainerDefinitionOptions, Secret, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { referencesIn } from '../../private/references';

/** It replaces what `--config` says. */
const VARIABLE = 'AOT_CONFIG_CONTENT';

/** Nobody reads it: a parameter that changes leaves the task definition as it is, and the tasks with the old one. */
const HASH_VARIABLE = 'AOT_CONFIG_HASH';

/** In KiB. A task definition takes 64 in all. */
const MAX_INLINE = 24;
const MAX_STANDARD_PARAMETER = 4;
const MAX_PARAMETER = 8;

/** What the collector's container gets. */
type Delivered = Pick<ContainerDefinitionOptions, 'environment' | 'secrets' | 'command'>;

interface Delivery {
  readonly scope: Construct;
  readonly taskDefinition: TaskDefinition;
  /** With the tokens that it has. */
  readonly content: string;
  /** As CloudFormation gets it: a text, or one joined of texts and references. */
  readonly resolved: unknown;
  /** What is known only at deployment stands in it as its reference. */
  readonly text: string;
  readonly kibibytes: number;
}

/**
 * How the configuration reaches the collector. A change of it always replaces the tasks.
 */
export class ConfigDelivery {
  /**
   * In the task definition up to 24 KiB, in Amazon S3 beyond.
   */
  public static automatic(): ConfigDelivery {
    return new ConfigDelivery(automatic);
  }

  /**
   * In the task definition: nothing else to be read when a task starts.
   */
  public static inline(): ConfigDelivery {
    return new ConfigDelivery(inline);
  }

  /**
   * In a parameter of AWS Systems Manager, up to 8 KiB.
   *
   * The execution role may read it. Beyond 4 KiB it is an advanced parameter, which costs 0.05 USD a month.
   */
  public static parameter(): ConfigDelivery {
    return new ConfigDelivery(parameter);
  }

  /**
   * In the bucket of the CDK's bootstrap stack, under a name that holds its hash. The task role may read it.
   *
   * Texts that are known only at deployment, such as the names of log groups, reach it by environment variables; those of
   * another stack are refused.
   */
  public static bucket(): ConfigDelivery {
    return new ConfigDelivery(bucket);
  }

  private constructor(private readonly deliver: (delivery: Delivery) => Delivered) {}

  /** @internal */
  public _deliver(scope: Construct, taskDefinition: TaskDefinition, content: string): Delivered {
    // Once: that is a good part of what a sidecar costs at synth.
    const resolved = Stack.of(taskDefinition).resolve(content);
    const isKnown = typeof resolved === 'string';
    const text = isKnown ? resolved : JSON.stringify(resolved);
    // As it will be delivered: without what escapes the quotes of its own JSON.
    const delivered = isKnown ? text : text.replace(/\\(.)/g, '$1');
    const kibibytes = Math.ceil((Buffer.byteLength(delivered) * 10) / 1024) / 10;
    return this.deliver({
      scope,
      taskDefinition,
      content: isKnown ? text : content,
      resolved,
      text,
      kibibytes,
    });
  }
}

function inline({ scope, content, kibibytes }: Delivery): Delivered {
  checkSize(scope, 'ConfigDelivery.inline()', kibibytes, MAX_INLINE);
  return { environment: { [VARIABLE]: content } };
}

function parameter({ scope, taskDefinition, content, text, kibibytes }: Delivery): Delivered {
  checkSize(scope, 'ConfigDelivery.parameter()', kibibytes, MAX_PARAMETER);
  const stored = new StringParameter(taskDefinition, 'AdotConfig', {
    description: 'The configuration of a collector',
    stringValue: content,
    tier: kibibytes > MAX_STANDARD_PARAMETER ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
  });
  return {
    environment: { [HASH_VARIABLE]: createHash('sha256').update(text).digest('hex').slice(0, 16) },
    secrets: { [VARIABLE]: Secret.fromSsmParameter(stored) },
  };
}

function bucket({ scope, taskDefinition, content, resolved }: Delivery): Delivered {
  if (typeof resolved !== 'string') refuseForeignReferences(scope, taskDefinition, content);
  const { text, environment } = withVariables(scope, resolved);
  const asset = stage(taskDefinition, text);
  asset.grantRead(taskDefinition.taskRole);
  const { region, urlSuffix } = Stack.of(taskDefinition);
  // The name of the object holds the hash of what is in it; the values are in the task definition.
  return {
    command: [`--config=s3://${asset.s3BucketName}.s3.${region}.${urlSuffix}/${asset.s3ObjectKey}`],
    ...(Object.keys(environment).length > 0 && { environment }),
  };
}

/** An asset is uploaded before the deployment: in it, variables stand for what is known later. */
function withVariables(scope: Construct, resolved: unknown) {
  const parts = typeof resolved === 'string' ? [resolved] : ((resolved as Joined)['Fn::Join']?.[1] ?? [resolved]);
  const environment: Record<string, string> = {};
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    // In a text: outside of it, braces would be YAML.
    if ((text.match(/(?<!\\)(\\\\)*"/g) ?? []).length % 2 === 0) refuseToken(scope);
    const name = `AOT_VALUE_${Object.keys(environment).length}`;
    environment[name] = Token.asString(part);
    text += `\${env:${name}}`;
  }
  return { text, environment };
}

/** What CloudFormation gets of another stack, an import or a parameter, is settled after assets are made. */
function refuseForeignReferences(scope: Construct, taskDefinition: TaskDefinition, content: string): void {
  const own = Stack.of(taskDefinition);
  const foreign = referencesIn(taskDefinition, content).find(
    // A name that is known now is none, nor is what every stack has of its own, such as its Region.
    (reference) =>
      Stack.of(reference.target) !== own &&
      !Stack.isStack(reference.target) &&
      typeof own.resolve(reference) !== 'string',
  );
  if (!foreign) return;
  fail(scope, {
    what: 'configDelivery: ConfigDelivery.bucket()',
    got: `a configuration that refers to ${foreign.target.node.path}, in another stack`,
    expected: `references within ${own.node.path}: an asset is made before those between stacks are settled`,
    fix: 'use ConfigDelivery.inline() or ConfigDelivery.parameter(), or give it a name of yours and write that',
  });
}

interface Joined {
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}

function refuseToken(scope: Construct): never {
  return fail(scope, {
    what: 'configDelivery: ConfigDelivery.bucket()',
    got: 'a configuration with numbers that are known only at deployment',
    expected: 'numbers that are known now: an asset is uploaded before the deployment',
    fix: 'write them out, or use ConfigDelivery.inline() or ConfigDelivery.parameter()',
  });
}

function automatic(delivery: Delivery): Delivered {
  return delivery.kibibytes <= MAX_INLINE ? inline(delivery) : bucket(delivery);
}

function checkSize(scope: Construct, delivery: string, kibibytes: number, max: number): void {
  const fix = 'use ConfigDelivery.bucket()';
  checkNumber(scope, `configDelivery: ${delivery} (in KiB)`, kibibytes, { max, fix });
}

/** An asset of one file; the CDK copies it at once. */
function stage(scope: Construct, text: string): Asset {
  const directory = mkdtempSync(join(tmpdir(), 'adot-'));
  try {
    const path = join(directory, 'config.yaml');
    writeFileSync(path, text);
    return new Asset(scope, 'AdotConfig', { path });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
