import type { DeploymentGateOptions, HealthChecksProps, JourneyCanaryProps, LinkCheckProps } from './canaries';
import type { AdotSidecarOptions } from './collector';
import type { IPinpointProject, TransactionProps } from './events';
import type {
  CollectorAlarmOptions,
  JourneyAlarmOptions,
  Notifications,
  TransactionAlarmOptions,
  WebAppAlarmOptions,
} from './monitoring';
import type { WebAppProps } from './rum';

/**
 * Properties of `UserTelemetry`.
 */
export interface UserTelemetryProps {
  /**
   * The name that all telemetry of the application has in common: a letter, then up to 63 letters, digits, `_` or `-`.
   *
   * It becomes the OpenTelemetry resource attribute `service.namespace` and the CloudWatch dimension `application`.
   */
  readonly applicationName: string;

  /**
   * Whom alarms notify.
   *
   * @default - nobody, and a warning says so
   */
  readonly notifications?: Notifications;

  /**
   * An Amazon Pinpoint project that backends record events in.
   *
   * Each function and task that is added may put events into it, and finds its id in the environment variable
   * `PINPOINT_PROJECT_ID`.
   *
   * @default - no Pinpoint; support for it ended on October 30, 2026
   */
  readonly pinpointProject?: IPinpointProject;
}

/**
 * Options of `UserTelemetry.addWebApp()`: those of the web app and those of its alarms.
 */
export interface WebAppOptions extends WebAppProps, WebAppAlarmOptions {}

/**
 * Options of `UserTelemetry.addJourney()`: those of the canary and those of its alarm.
 */
export interface JourneyOptions extends JourneyCanaryProps, JourneyAlarmOptions {
  /**
   * Runs the journey once the application is deployed, and fails the deployment if it does not pass: `{}` will do.
   *
   * @default - deployments don't wait for the journey
   */
  readonly deploymentGate?: DeploymentGateOptions;
}

/**
 * Options of `UserTelemetry.addHealthChecks()`: those of the canary and those of its alarm.
 */
export interface HealthChecksOptions extends HealthChecksProps, JourneyAlarmOptions {}

/**
 * Options of `UserTelemetry.addLinkCheck()`: those of the canary and those of its alarm.
 */
export interface LinkCheckOptions extends LinkCheckProps, JourneyAlarmOptions {}

/**
 * Options of `UserTelemetry.addTaskDefinition()`: those of the collector, and those of its alarms.
 *
 * There are alarms, and a part of the dashboard, where `config` has `selfTelemetry`.
 */
export interface TaskDefinitionOptions extends AdotSidecarOptions, CollectorAlarmOptions {}

/**
 * Options of `UserTelemetry.addTransaction()`: those of the transaction and those of its alarm.
 */
export interface TransactionOptions extends TransactionProps, TransactionAlarmOptions {}
