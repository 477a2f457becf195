/**
 * What an alarm says of users, and so to which composite alarm of `ImpactAlarms` it belongs.
 */
export enum AlarmSignal {
  /** Users are hurt, for sure: enough by itself to call somebody. */
  USERS_HURT = 'users-hurt',

  /** A canary fails. */
  SYNTHETIC_USERS = 'synthetic-users',

  /** A canary may fail: it counts where another signal agrees. What its canary says for sure is a signal of its own. */
  SYNTHETIC_USERS_EARLY = 'synthetic-users-early',

  /** Something that real users report. */
  REAL_USERS = 'real-users',

  /** It may have an innocent explanation, such as fewer visitors: it supports others, and is never enough with its like. */
  SUPPORTING = 'supporting',

  /** Users are served worse than intended. */
  USERS_DEGRADED = 'users-degraded',

  /** Telemetry is lost, so that other alarms may be quiet for no good reason. */
  TELEMETRY = 'telemetry',
}
