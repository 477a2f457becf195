import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { type ContainerDefinitionOptions, Secret, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';

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
  readonly content: string;
  /** Whether nothing in it is known only at deployment. */
  readonly isKnown: boolean;
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
   * Not for configurations with values that are known only at deployment.
   */
  public static bucket(): ConfigDelivery {
    return new ConfigDelivery(bucket);
  }

  private constructor(private readonly deliver: (delivery: Delivery) => Delivered) {}

  /** @internal */
  public _deliver(scope: Construct, taskDefinition: TaskDefinition, content: string): Delivered {
    // Once: that is a good part of what a sidecar costs at synth.
    const resolved = Stack.of(scope).resolve(content);
    const isKnown = typeof resolved === 'string';
    const text = isKnown ? resolved : JSON.stringify(resolved);
    const kibibytes = Math.ceil((Buffer.byteLength(text) * 10) / 1024) / 10;
    return this.deliver({ scope, taskDefinition, content: isKnown ? text : content, isKnown, text, kibibytes });
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

function bucket({ scope, taskDefinition, isKnown, text }: Delivery): Delivered {
  if (!isKnown) {
    fail(scope, {
      what: 'configDelivery: ConfigDelivery.bucket()',
      got: 'a configuration with values that are known only at deployment',
      expected: 'one that is all known now: an asset is uploaded before the deployment',
      fix: 'use ConfigDelivery.inline() or ConfigDelivery.parameter(), or name log groups and Regions literally',
    });
  }
  const asset = stage(taskDefinition, text);
  asset.grantRead(taskDefinition.taskRole);
  const { region, urlSuffix } = Stack.of(scope);
  return { command: [`--config=s3://${asset.s3BucketName}.s3.${region}.${urlSuffix}/${asset.s3ObjectKey}`] };
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
