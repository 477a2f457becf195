import type { Construct } from 'constructs';
import type { DeploymentGateOptions, HealthChecksProps, JourneyCanaryProps, LinkCheckProps } from './canaries';
import type { AdotSidecarOptions } from './collector';
import type { EventPipelineProps, FeatureProps, IPinpointProject, TransactionProps } from './events';
import type {
  AppMonitorGuardOptions,
  CollectorAlarmOptions,
  EventPipelineAlarmOptions,
  FeatureAlarmOptions,
  ImpactAlarmOptions,
  JourneyAlarmOptions,
  Notifications,
  ReleaseAlarmOptions,
  TelemetryDashboardProps,
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
   * What all web apps together may report: guards of the quota of CloudWatch RUM, and of what it costs.
   *
   * @default - no alarm watches how much they report
   */
  readonly guards?: AppMonitorGuardOptions;

  /**
   * What the composite alarms on the application as a whole are told: users are hurt, may be hurt, are served worse, telemetry
   * is lost.
   *
   * @default - each comes into being with the first alarm that belongs to it, and notifies instead of these
   */
  readonly impact?: ImpactAlarmOptions;

  /**
   * How the dashboard is called, how much it shows, and which deployments it marks.
   *
   * @default - everything, under the name of the application
   */
  readonly dashboard?: TelemetryDashboardProps;

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
 * Options of `UserTelemetry.addWebApp()`.
 */
export interface WebAppOptions extends WebAppProps {
  /**
   * Where the web app with its app monitor is defined: where the stack that deploys the pages is another one, name that.
   *
   * The pages need the ID of the app monitor, and the dashboard the names of what is in their stack, such as functions:
   * defined here, the two stacks would need each other. Alarms are defined here in any case. docs/layouts.md draws it.
   *
   * @default - here, in the stack of `UserTelemetry`
   */
  readonly scope?: Construct;

  /**
   * What its alarms are told.
   *
   * @default - alarms on JavaScript errors, 5xx responses, Apdex, web vitals and a drop of sessions, with their defaults
   */
  readonly alarms?: WebAppAlarmOptions;

  /**
   * What the alarms on its releases are told: `{}` will do. They need `logRetention`.
   *
   * @default - there are none
   */
  readonly releaseAlarms?: ReleaseAlarmOptions;
}

/**
 * Options of `UserTelemetry.addJourney()`.
 */
export interface JourneyOptions extends JourneyCanaryProps {
  /**
   * What its alarms are told.
   *
   * @default - alarms on its success and duration; more with replicas, and where it follows the traffic
   */
  readonly alarms?: JourneyAlarmOptions;

  /**
   * Runs the journey once the application is deployed, and fails the deployment if it does not pass: `{}` will do.
   *
   * @default - deployments don't wait for the journey
   */
  readonly deploymentGate?: DeploymentGateOptions;
}

/**
 * Options of `UserTelemetry.addHealthChecks()`.
 */
export interface HealthChecksOptions extends HealthChecksProps {
  /**
   * What their alarm is told.
   *
   * @default - an alarm on their success
   */
  readonly alarms?: JourneyAlarmOptions;
}

/**
 * Options of `UserTelemetry.addLinkCheck()`.
 */
export interface LinkCheckOptions extends LinkCheckProps {
  /**
   * What its alarm is told.
   *
   * @default - an alarm on its success, of severity TICKET
   */
  readonly alarms?: JourneyAlarmOptions;
}

/**
 * Options of `UserTelemetry.addTaskDefinition()`.
 */
export interface TaskDefinitionOptions extends AdotSidecarOptions {
  /**
   * What the alarms of its collectors are told. There are alarms, and a part of the dashboard, where `config` has
   * `selfTelemetry`; without it they are refused.
   *
   * @default - alarms on failed exports, refused telemetry and restarts, where `config` has `selfTelemetry`
   */
  readonly alarms?: CollectorAlarmOptions;
}

/**
 * Options of `UserTelemetry.addTransaction()`.
 */
export interface TransactionOptions extends TransactionProps {
  /**
   * What its alarm is told.
   *
   * @default - an alarm on its completion rate, where `minimumCompletionRate` is stated
   */
  readonly alarms?: TransactionAlarmOptions;
}

/**
 * Options of `UserTelemetry.addFeature()`.
 */
export interface FeatureOptions extends FeatureProps {
  /**
   * What its alarm is told: `{}` for a ticket where nobody uses it for a week.
   *
   * @default - there is none
   */
  readonly alarms?: FeatureAlarmOptions;
}

/**
 * Options of `UserTelemetry.addEventPipeline()`.
 */
export interface EventPipelineOptions extends EventPipelineProps {
  /**
   * Where the pipeline is defined: where functions or tasks that are added are in other stacks, name a stack that is deployed
   * before them.
   *
   * They need the name of the ingest, and the dashboard theirs: defined here, the two stacks would need each other. Alarms are
   * defined here in any case. docs/layouts.md draws it.
   *
   * @default - here, in the stack of `UserTelemetry`
   */
  readonly scope?: Construct;

  /**
   * What its alarms are told.
   *
   * @default - alarms on refused, rejected, late and unconverted events, and on browsers that are silent
   */
  readonly alarms?: EventPipelineAlarmOptions;
}
