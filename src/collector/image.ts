import type { IConstruct } from 'constructs';
import { checkPattern } from '../private/checks';

/** An image of AWS, and the newest version of it that we know. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  /** The tags that are taken. */
  readonly versions?: RegExp;
  /** What they are, in words. */
  readonly expected?: string;
}

/** The collector of the AWS Distro for OpenTelemetry (ADOT). As of 2026-11. */
export const COLLECTOR_IMAGE: Image = {
  repository: 'public.ecr.aws/aws-observability/aws-otel-collector',
  tag: 'v0.49.0',
};

/** What an image is pulled by. Tags that move, such as `latest`, are refused. */
export function imageReference(scope: IConstruct, what: string, image: Image, tag = image.tag): string {
  const { repository, versions = /^v\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/, expected = 'a version' } = image;
  checkPattern(scope, what, tag, {
    pattern: versions,
    expected: `${expected} such as "${image.tag}", with or without "@sha256:…"`,
    fix: `pin a version of ${repository}`,
  });
  return `${repository}:${tag}`;
}
