import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

export interface Resource {
  readonly LogicalId: string;
  readonly Type: 'AWS::CloudWatch::Alarm' | 'AWS::CloudWatch::CompositeAlarm' | 'AWS::CloudWatch::AlarmMuteRule';
  readonly Properties: object;
}

export interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Record<string, string>;
  readonly points: (readonly [at: number, value: number])[];
}

export interface Question {
  readonly resources: Resource[];
  readonly series: Series[];
  /** In seconds since 1970. */
  readonly times: number[];
}

/**
 * What the lab says of resources at these times, by logical id: the states of an alarm (null: the one that it had
 * before), whether a rule mutes. For what our constructs synthesize; all else of the lab is tested in test/lab/server.
 * Each question finds an empty lab. Ask all at once: to start Python and load moto takes seconds.
 */
export function replay<T>(questions: Question[]): Record<string, T[]>[] {
  return ask(questions);
}

/** When which alarm acts, and on which state. */
export type Acted = readonly [at: number, logicalId: string, state: string];

/** What all resources of a question together would have done, in the order in which they are given, looked at at these times. */
export function replayTogether(questions: Question[]): Acted[][] {
  return ask(questions.map((question) => ({ ...question, together: true })));
}

function ask<T>(questions: Question[]): T {
  const python = join(ROOT, 'lab/.venv/bin/python');
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, 'replay.py')], {
    env: { ...process.env, PYTHONPATH: ROOT },
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the lab did not answer: ${stderr}`);
  return JSON.parse(stdout);
}
