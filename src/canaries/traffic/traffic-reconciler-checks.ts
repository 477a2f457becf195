import { type Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { fail } from '../../private/errors';

interface Thresholds {
  readonly quietBelowSessions: number;
  readonly busyFromSessions: number;
  readonly tick: Duration;
  readonly lookback: Duration;
  readonly dwell: Duration;
}

/** Refuses what would not tell quiet from busy hours. */
export function checkTrafficReconciler(scope: Construct, props: Thresholds): void {
  const { quietBelowSessions: quiet, busyFromSessions: busy } = props;
  checkWhole(scope, 'quietBelowSessions', quiet, 1, Infinity, 'pass a number of sessions in the lookback');
  checkWhole(scope, 'busyFromSessions', busy, 1, Infinity, 'pass a number of sessions in the lookback');
  if (!Token.isUnresolved(quiet) && !Token.isUnresolved(busy) && busy <= quiet) {
    fail(scope, {
      what: 'busyFromSessions',
      got: busy,
      expected: `more than quietBelowSessions (${quiet}), so that the canary does not flap between the two`,
      fix: 'leave busyFromSessions out to get half as much again',
    });
  }
  const minutes = (duration: Duration) => duration.toMinutes({ integral: false });
  checkWhole(scope, 'tick (in minutes)', minutes(props.tick), 1, 60, 'pass a Duration such as Duration.minutes(5)');
  const lookback = 'pass a Duration such as Duration.minutes(15)';
  checkWhole(scope, 'lookback (in minutes)', minutes(props.lookback), 5, 180, lookback);
  const dwell = 'pass a Duration such as Duration.minutes(30)';
  checkWhole(scope, 'dwell (in minutes)', minutes(props.dwell), minutes(props.tick), 1440, dwell);
}

function checkWhole(scope: Construct, what: string, got: number, min: number, max: number, fix: string): void {
  if (Token.isUnresolved(got) || (Number.isInteger(got) && got >= min && got <= max)) return;
  const expected = max === Infinity ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  fail(scope, { what, got, expected, fix });
}
