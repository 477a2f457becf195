import type { VerticalAnnotation } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { checkText } from '../../private/checks';
import type { DeploymentMarker } from './deployment-marker';

/** The marker as graphs take it; without a color of its own it would look like a limit. */
export function annotationOf(scope: IConstruct, what: string, { label, time }: DeploymentMarker): VerticalAnnotation {
  checkText(scope, `${what} (time)`, time, {
    isRight: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text) && exists(text),
    expected: 'a moment in UTC, such as 2026-11-28T14:05:00Z',
    fix: 'write it in ISO 8601, with the Z',
  });
  checkText(scope, `${what} (label)`, label, {
    isRight: (text) => text.trim() !== '',
    expected: 'what was deployed, such as a version',
    fix: 'state it: a marker without a name says nothing',
  });
  return { date: time, label, color: '#7f7f7f' };
}

/** JavaScript takes February 30 for a day in March. */
function exists(time: string): boolean {
  const at = new Date(time);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(time.slice(0, 'yyyy-mm-ddThh:mm'.length));
}
