import {
  Column,
  Dashboard,
  type IWidget,
  PeriodOverride,
  Row,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { ICanaryMetrics } from '../../canaries';
import type { IBackend, ICollector } from '../../collector';
import type { IFeature, ITransaction } from '../../events';
import { checkPattern } from '../../private/checks';
import { describe } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import { alarmRows } from './alarm-rows';
import { backendRows, collectorRows } from './backend-rows';
import { behaviorRows, featureRows } from './behavior-rows';
import { realUserRows } from './real-user-rows';
import { syntheticUserRows } from './synthetic-user-rows';
import type { Rows, Titled } from './widgets';

const WIDTH = 24;
const MAX_WIDGETS = 500;
const MAX_METRICS_PER_WIDGET = 500;
const MAX_METRICS = 2_500;

/**
 * Properties of `TelemetryDashboard`.
 */
export interface TelemetryDashboardProps {
  /**
   * What stands on top, usually the name of the application.
   *
   * @default 'User telemetry'
   */
  readonly title?: string;

  /**
   * The name of the dashboard: letters, digits, `-` and `_`.
   *
   * @default - CloudFormation generates one
   */
  readonly dashboardName?: string;
}

/**
 * Defines one dashboard on real users, synthetic users, backends and what users achieve.
 *
 * Its sections stand in a fixed order, whatever the order of the calls: alarms, behavior, real users, synthetic users,
 * backends. A section without content is left out. It opens on the last 8 hours. An account's first three dashboards of
 * up to 50 metrics are free; others cost about 3 USD a month.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * const alarms = new monitoring.WebAppAlarms(this, 'Alarms', { appMonitor: storefront.appMonitor });
 * const dashboard = new monitoring.TelemetryDashboard(this, 'Dashboard', { title: 'AnyCompany Retail' });
 * dashboard.addAppMonitor('Storefront', storefront.appMonitor);
 * dashboard.addAlarms(alarms.alarms);
 */
export class TelemetryDashboard extends Construct {
  /**
   * The dashboard itself. Widgets that are added to it stand below the sections.
   */
  public readonly dashboard: Dashboard;

  private readonly content: LazyColumn;
  private readonly alarms: aws_cloudwatch.IAlarmRef[] = [];
  private readonly transactions: ITransaction[] = [];
  private readonly features: IFeature[] = [];
  private readonly appMonitors: Titled<IAppMonitor>[] = [];
  private readonly journeys: Titled<ICanaryMetrics>[] = [];
  private readonly backends: Titled<IBackend>[] = [];
  private readonly collectors: Titled<ICollector>[] = [];

  constructor(scope: Construct, id: string, props: TelemetryDashboardProps = {}) {
    super(scope, id);
    checkPattern(this, 'dashboardName', props.dashboardName, {
      pattern: /^[\w-]{1,255}$/,
      expected: '1 to 255 letters, digits, "-" or "_"',
      fix: 'rename it or leave it out',
    });
    this.content = new LazyColumn(() => this.renderRows(props.title ?? 'User telemetry'));
    this.dashboard = new Dashboard(this, 'Resource', {
      dashboardName: props.dashboardName,
      start: '-PT8H',
      periodOverride: PeriodOverride.INHERIT,
      widgets: [[this.content]],
    });
    this.node.addValidation({ validate: () => this.validateLimits() });
  }

  /**
   * Shows the states of alarms, whoever defined them. They have to be in the Region of the dashboard.
   */
  public addAlarms(alarms: aws_cloudwatch.IAlarmRef[]): void {
    this.add(this.alarms, ...alarms);
  }

  /**
   * Shows how many users start, complete and abandon a transaction, in all app monitors together and in all backends.
   */
  public addTransaction(transaction: ITransaction): void {
    this.add(this.transactions, transaction);
  }

  /**
   * Shows how often users use a feature, in all app monitors together.
   */
  public addFeature(feature: IFeature): void {
    this.add(this.features, feature);
  }

  /**
   * Shows what real users of a web app experience.
   *
   * @param title what a person calls the web app
   * @param appMonitor its app monitor
   */
  public addAppMonitor(title: string, appMonitor: IAppMonitor): void {
    this.add(this.appMonitors, { title, part: appMonitor });
  }

  /**
   * Shows what synthetic users experience, step by step.
   *
   * Of an imported canary the steps are not known, and not shown.
   *
   * @param title what a person calls the journey or the checks
   * @param journey the canary: a `JourneyCanary`, `HealthChecks`, `LinkCheck`, or one by `JourneyCanary.fromCanaryName()`
   */
  public addJourney(title: string, journey: ICanaryMetrics): void {
    this.add(this.journeys, { title, part: journey });
  }

  /**
   * Shows the requests and transactions that a service reports.
   *
   * @param title what a person calls the service
   * @param backend its instrumentation
   */
  public addBackend(title: string, backend: IBackend): void {
    this.add(this.backends, { title, part: backend });
  }

  /**
   * Shows what the collectors of a service lose, and how many run. Their configuration needs `selfTelemetry`.
   *
   * @param title what a person calls the service
   * @param collector what has its collectors, such as an `AdotSidecar`
   */
  public addCollector(title: string, collector: ICollector): void {
    this.add(this.collectors, { title, part: collector });
  }

  private add<T>(list: T[], ...parts: T[]): void {
    list.push(...parts);
    this.content.invalidate();
  }

  private renderRows(title: string): Rows {
    const appMonitors = this.appMonitors.map(({ part }) => part);
    return [
      [
        text(
          `# ${title}\nReal users, synthetic users and backends. Synthetic users are never counted as real ones.`,
          2,
        ),
      ],
      ...alarmRows(this.alarms),
      ...section('Behavior: what users achieve', [
        ...behaviorRows(this.transactions, appMonitors),
        ...featureRows(this.features, appMonitors),
      ]),
      ...section('Real users', this.appMonitors.flatMap(realUserRows)),
      ...section('Synthetic users', this.journeys.flatMap(syntheticUserRows)),
      ...section('Backends', [
        ...backendRows(this.backends, this.transactions),
        ...this.collectors.flatMap(collectorRows),
      ]),
    ];
  }

  private validateLimits(): string[] {
    const metrics = this.content.toJson().map(({ properties }) => properties.metrics?.length ?? 0);
    const limits: [string, number, number][] = [
      ['widgets of the dashboard', metrics.length, MAX_WIDGETS],
      ['metrics of one widget', Math.max(...metrics), MAX_METRICS_PER_WIDGET],
      ['metrics of the dashboard', metrics.reduce((sum, count) => sum + count, 0), MAX_METRICS],
    ];
    return limits
      .filter(([, got, max]) => got > max)
      .map(([what, got, max]) =>
        describe({ what, got, expected: `at most ${max}`, fix: 'split the parts between several dashboards' }),
      );
  }
}

/** Widgets that are made when the template is, because parts can be added until then. */
class LazyColumn implements IWidget {
  public readonly width = WIDTH;
  private made?: Column;

  constructor(private readonly produce: () => Rows) {}

  public get height(): number {
    return this.column().height;
  }

  public position(x: number, y: number): void {
    this.column().position(x, y);
  }

  public toJson() {
    return this.column().toJson();
  }

  public invalidate(): void {
    this.made = undefined;
  }

  private column(): Column {
    this.made ??= new Column(...this.produce().map((row) => new Row(...row)));
    return this.made;
  }
}

function section(title: string, rows: Rows): Rows {
  return rows.length === 0 ? [] : [[text(`## ${title}`, 1)], ...rows];
}

function text(markdown: string, height: number): TextWidget {
  return new TextWidget({ markdown, width: WIDTH, height, background: TextWidgetBackground.TRANSPARENT });
}
