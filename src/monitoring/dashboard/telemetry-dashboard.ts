import { Aspects } from 'aws-cdk-lib';
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
import type { EventPipeline, IFeature, ITransaction } from '../../events';
import { checkPattern } from '../../private/checks';
import { describe } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import type { IServiceLevelObjective } from '../objectives/service-level-objective';
import { alarmRows } from './alarm-rows';
import { backendRows, collectorRows } from './backend-rows';
import { behaviorRows, featureRows } from './behavior-rows';
import { eventRows } from './event-rows';
import { objectiveRows } from './objective-rows';
import { MAX_METRICS_PER_WIDGET, metricsOf, pagesOf, type Section } from './pages';
import { realUserRows } from './real-user-rows';
import { syntheticUserRows } from './synthetic-user-rows';
import type { Rows, Titled } from './widgets';

const WIDTH = 24;

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
   * The name of the dashboard: letters, digits, `-` and `_`. If it takes several, theirs end with `-2`, `-3` and so on.
   *
   * @default - CloudFormation generates one
   */
  readonly dashboardName?: string;
}

/**
 * Defines a dashboard on real users, synthetic users, backends and what users achieve.
 *
 * Its sections stand in a fixed order, whatever the order of the calls: alarms, objectives, behavior, real users,
 * synthetic users, backends. A section without content is left out. It opens on the last 8 hours. An account's first three dashboards of
 * up to 50 metrics are free; others cost about 3 USD a month.
 *
 * CloudWatch's dashboards have up to 500 widgets and 2,500 metrics. What is more goes on in further dashboards, to which
 * the first one links.
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
   * The dashboard itself, the first if it takes several. Widgets that are added to it stand below the sections.
   */
  public readonly dashboard: Dashboard;

  private readonly title: string;
  private readonly dashboardName?: string;
  private readonly dashboards: Dashboard[] = [];
  private pages?: Section[][];
  private readonly alarms: aws_cloudwatch.IAlarmRef[] = [];
  private readonly objectives: Titled<IServiceLevelObjective>[] = [];
  private readonly transactions: ITransaction[] = [];
  private readonly features: IFeature[] = [];
  private readonly appMonitors: Titled<IAppMonitor>[] = [];
  private readonly journeys: Titled<ICanaryMetrics>[] = [];
  private readonly backends: Titled<IBackend>[] = [];
  private readonly collectors: Titled<ICollector>[] = [];
  private readonly pipelines: Titled<EventPipeline>[] = [];

  constructor(scope: Construct, id: string, props: TelemetryDashboardProps = {}) {
    super(scope, id);
    checkPattern(this, 'dashboardName', props.dashboardName, {
      pattern: /^[\w-]{1,255}$/,
      expected: '1 to 255 letters, digits, "-" or "_"',
      fix: 'rename it or leave it out',
    });
    this.title = props.title ?? 'User telemetry';
    this.dashboardName = props.dashboardName;
    this.dashboard = this.addDashboard();
    // How many it takes is known when all parts are there.
    Aspects.of(this).add({ visit: (node) => node === this && this.addDashboards() });
    this.node.addValidation({ validate: () => this.validateLimits() });
  }

  /**
   * Shows the states of alarms, whoever defined them. They have to be in the Region of the dashboard.
   */
  public addAlarms(alarms: aws_cloudwatch.IAlarmRef[]): void {
    this.add(this.alarms, ...alarms);
  }

  /**
   * Shows how an objective stands, and what is left of its error budget.
   *
   * @param title what a person calls the objective
   * @param objective the objective
   */
  public addObjective(title: string, objective: IServiceLevelObjective): void {
    this.add(this.objectives, { title, part: objective });
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

  /**
   * Shows what becomes of events on their way to where they can be asked about.
   *
   * @param title what a person calls the pipeline
   * @param pipeline the pipeline
   */
  public addEventPipeline(title: string, pipeline: EventPipeline): void {
    this.add(this.pipelines, { title, part: pipeline });
  }

  private add<T>(list: T[], ...parts: T[]): void {
    list.push(...parts);
    this.pages = undefined;
  }

  private addDashboards(): void {
    while (this.dashboards.length < this.content().length) this.addDashboard();
  }

  private addDashboard(): Dashboard {
    const number = this.dashboards.length + 1;
    const suffix = number === 1 ? '' : `${number}`;
    const dashboard = new Dashboard(this, `Resource${suffix}`, {
      dashboardName: this.dashboardName && [this.dashboardName, suffix].filter(Boolean).join('-'),
      start: '-PT8H',
      periodOverride: PeriodOverride.INHERIT,
      widgets: [[new LazyColumn(() => this.page(number))]],
    });
    this.dashboards.push(dashboard);
    return dashboard;
  }

  private content(): Section[][] {
    this.pages ??= pagesOf(this.sections());
    return this.pages;
  }

  private sections(): Section[] {
    const appMonitors = this.appMonitors.map(({ part }) => part);
    return [
      { rows: alarmRows(this.alarms) },
      { heading: 'Objectives', rows: this.objectives.flatMap(objectiveRows) },
      {
        heading: 'Behavior: what users achieve',
        rows: [
          ...behaviorRows(this.transactions, appMonitors),
          ...featureRows(this.features, appMonitors),
          ...this.pipelines.flatMap(eventRows),
        ],
      },
      { heading: 'Real users', rows: this.appMonitors.flatMap(realUserRows) },
      { heading: 'Synthetic users', rows: this.journeys.flatMap(syntheticUserRows) },
      {
        heading: 'Backends',
        rows: [...backendRows(this.backends, this.transactions), ...this.collectors.flatMap(collectorRows)],
      },
    ];
  }

  private page(number: number): Rows {
    const sections = this.content()[number - 1] ?? [];
    return [[this.head(number)], ...sections.flatMap(({ heading, rows }) => section(heading, rows))];
  }

  private head(number: number): TextWidget {
    if (number > 1) return text(`# ${this.title} (${number})`, 1);
    const more = this.dashboards.slice(1).map(({ dashboardName }, index) => {
      return `[${index + 2}](#dashboards:name=${dashboardName})`;
    });
    const further = more.length > 0 ? ` It goes on in ${more.join(', ')}.` : '';
    return text(
      `# ${this.title}\nReal users, synthetic users and backends. Synthetic users are never counted as real ones.${further}`,
      2,
    );
  }

  private validateLimits(): string[] {
    const most = Math.max(
      ...this.sections()
        .flatMap(({ rows }) => rows.flat())
        .map(metricsOf),
      0,
    );
    if (most <= MAX_METRICS_PER_WIDGET) return [];
    const expected = `at most ${MAX_METRICS_PER_WIDGET}`;
    const fix = 'show fewer app monitors or backends together: split the parts between several TelemetryDashboards';
    return [describe({ what: 'metrics of one widget', got: most, expected, fix })];
  }
}

/** Widgets that are made when the template is, because parts can be added until then. */
class LazyColumn implements IWidget {
  public readonly width = WIDTH;

  constructor(private readonly produce: () => Rows) {}

  public get height(): number {
    return this.column().height;
  }

  // A dashboard positions it when it is made, which is at the upper left corner: there is nothing above.
  public position(): void {}

  public toJson() {
    const column = this.column();
    column.position(0, 0);
    return column.toJson();
  }

  private column(): Column {
    return new Column(...this.produce().map((row) => new Row(...row)));
  }
}

function section(heading: string | undefined, rows: Rows): Rows {
  return heading === undefined ? rows : [[text(`## ${heading}`, 1)], ...rows];
}

function text(markdown: string, height: number): TextWidget {
  return new TextWidget({ markdown, width: WIDTH, height, background: TextWidgetBackground.TRANSPARENT });
}
