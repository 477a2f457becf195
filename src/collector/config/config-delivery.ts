import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Secret, type TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';
import type { DeliveredConfig } from './collector-document';

/** It replaces what `--config` says. */
const VARIABLE = 'AOT_CONFIG_CONTENT';

/** Nobody reads it: a parameter that changes leaves the task definition as it is, and the tasks with the old one. */
const HASH_VARIABLE = 'AOT_CONFIG_HASH';

/** A task definition takes 64 KiB in all. */
const MAX_INLINE = 24 * 1024;
const MAX_STANDARD_PARAMETER = 4 * 1024;
const MAX_PARAMETER = 8 * 1024;

/**
 * How the configuration reaches the collector. A change of it always replaces the tasks.
 */
export abstract class ConfigDelivery {
  /**
   * In the task definition up to 24 KiB, in Amazon S3 beyond.
   */
  public static automatic(): ConfigDelivery {
    return new Automatic();
  }

  /**
   * In the task definition: nothing else to be read when a task starts.
   */
  public static inline(): ConfigDelivery {
    return new Inline();
  }

  /**
   * In a parameter of AWS Systems Manager, up to 8 KiB.
   *
   * The execution role may read it. Beyond 4 KiB it is an advanced parameter, which costs 0.05 USD a month.
   */
  public static parameter(): ConfigDelivery {
    return new Parameter();
  }

  /**
   * In the bucket of the CDK's bootstrap stack, under a name that holds its hash. The task role may read it.
   *
   * Not for configurations with values that are known only at deployment.
   */
  public static bucket(): ConfigDelivery {
    return new Bucket();
  }

  /** @internal */
  public abstract _deliver(scope: Construct, taskDefinition: TaskDefinition, content: string): DeliveredConfig;
}

class Inline extends ConfigDelivery {
  public _deliver(scope: Construct, _taskDefinition: TaskDefinition, content: string): DeliveredConfig {
    checkSize(scope, 'ConfigDelivery.inline()', content, MAX_INLINE, 'use ConfigDelivery.bucket()');
    return { environment: { [VARIABLE]: content } };
  }
}

class Parameter extends ConfigDelivery {
  public _deliver(scope: Construct, taskDefinition: TaskDefinition, content: string): DeliveredConfig {
    checkSize(scope, 'ConfigDelivery.parameter()', content, MAX_PARAMETER, 'use ConfigDelivery.bucket()');
    const isLarge = sizeOf(scope, content) > MAX_STANDARD_PARAMETER;
    const parameter = new StringParameter(taskDefinition, 'AdotConfig', {
      description: 'The configuration of a collector',
      stringValue: content,
      tier: isLarge ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
    });
    return {
      environment: { [HASH_VARIABLE]: hashOf(scope, content) },
      secrets: { [VARIABLE]: Secret.fromSsmParameter(parameter) },
    };
  }
}

class Bucket extends ConfigDelivery {
  public _deliver(scope: Construct, taskDefinition: TaskDefinition, content: string): DeliveredConfig {
    const text = Stack.of(scope).resolve(content);
    if (typeof text !== 'string') {
      return fail(scope, {
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
}

class Automatic extends ConfigDelivery {
  public _deliver(scope: Construct, taskDefinition: TaskDefinition, content: string): DeliveredConfig {
    // Not by Inline, which would resolve the configuration again: that is a good part of what a sidecar costs at synth.
    if (sizeOf(scope, content) <= MAX_INLINE) return { environment: { [VARIABLE]: content } };
    return new Bucket()._deliver(scope, taskDefinition, content);
  }
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

function checkSize(scope: Construct, delivery: string, content: string, limit: number, fix: string): void {
  const size = sizeOf(scope, content);
  if (size <= limit) return;
  const expected = `at most ${limit / 1024} KiB`;
  fail(scope, { what: `configDelivery: ${delivery}`, got: `${(size / 1024).toFixed(1)} KiB`, expected, fix });
}

/** In bytes; what is known only at deployment counts as its reference. */
function sizeOf(scope: Construct, content: string): number {
  return Buffer.byteLength(rendered(scope, content));
}

function hashOf(scope: Construct, content: string): string {
  return createHash('sha256').update(rendered(scope, content)).digest('hex').slice(0, 16);
}

function rendered(scope: Construct, content: string): string {
  const text = Stack.of(scope).resolve(content);
  return typeof text === 'string' ? text : JSON.stringify(text);
}
