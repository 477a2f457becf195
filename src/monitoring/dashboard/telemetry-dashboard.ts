import { Aspects, Stack, Token } from 'aws-cdk-lib';
import {
  type Dashboard,
  type IVariable,
  type IWidget,
  PeriodOverride,
  type TextWidget,
  type VerticalAnnotation,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cloudwatch } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { ICanaryMetrics } from '../../canaries';
import type { IBackend, ICollector } from '../../collector';
import type { EventPipeline, IFeature, ITransaction } from '../../events';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import type { IAppMonitor } from '../../rum';
import { placeOf } from '../alarms/counted-alarm';
import type { IServiceLevelObjective } from '../objectives/service-level-objective';
import { BEHAVIOR_ADVICE, backendAdvice, PIPELINE_ADVICE, realUserAdvice, syntheticUserAdvice } from './advice';
import { alarmRows } from './alarm-rows';
import { backendRows, collectorRows } from './backend-rows';
import { behaviorRows, featureRows } from './behavior-rows';
import { ConsoleLinks } from './console-links';
import { costAdvice, costRows } from './cost-rows';
import { CountedDashboard } from './counted-dashboard';
import type { DashboardEnvironments } from './dashboard-environments';
import { limitProblems } from './dashboard-limits';
import { DashboardSegment } from './dashboard-segment';
import { DashboardVariant } from './dashboard-variant';
import { annotationOf } from './deployment-annotation';
import type { DeploymentMarker } from './deployment-marker';
import { eventRows } from './event-rows';
import { glanceRows } from './glance-rows';
import { LazyColumn } from './lazy-column';
import { objectiveRows } from './objective-rows';
import { withOwnWidgets } from './own-widgets';
import { pagesOf, type Section } from './pages';
import { realUserRows } from './real-user-rows';
import { pageSearch } from './split-rows';
import { syntheticUserRows } from './synthetic-user-rows';
import { Variables } from './variables';
import { type Rows, section, type Titled, text } from './widgets';

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

  /**
   * How much it shows.
   *
   * @default DashboardVariant.DETAIL
   */
  readonly variant?: DashboardVariant;

  /**
   * Deployments that the graphs of real users and of behavior mark; more by `addDeployment()`.
   *
   * CloudWatch writes markers into the dashboard, so that they are as old as its template. When one deploys is known at no
   * synth: pass what a pipeline has written down. What users have is told by the table of releases, where events are logged.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
   * @default - none
   */
  readonly deployments?: DeploymentMarker[];

  /**
   * Other environments that a reader can switch to, by a variable that replaces the name of this one.
   *
   * @default - none
   */
  readonly environments?: DashboardEnvironments;

  /**
   * Variables of yours, above the dashboard. One has up to 25, ours included.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_dashboard_variables.html
   * @default - `environments`, and the page where a metric is split by pages
   */
  readonly variables?: IVariable[];
}

/**
 * Defines a dashboard on real users, synthetic users, backends and what users achieve.
 *
 * Its sections stand in a fixed order, whatever the order of the calls: health at a glance, alarms, objectives, behavior, real
 * users, synthetic users, backends, event pipelines, what users cost, and what you add. A section without content is left out, as is what a web app
 * does not report. Each says what to do, and links to the pages of the console behind it. It opens on the last 8 hours. An
 * account's first three dashboards of up to 50 metrics are free; others cost about 3 USD a month.
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
  private readonly variant: DashboardVariant;
  private readonly markers: VerticalAnnotation[];
  private readonly variables: Variables;
  private readonly links: ConsoleLinks;
  private readonly own: { readonly heading: string; readonly widgets: IWidget[] }[] = [];
  private isSegment = false;
  private readonly dashboardName?: string;
  private readonly dashboards: CountedDashboard[] = [];
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
    this.title = props.title ?? 'User telemetry';
    this.dashboardName = props.dashboardName;
    this.variant = props.variant ?? DashboardVariant.DETAIL;
    this.markers = (props.deployments ?? []).map((marker, at) => annotationOf(this, `deployments[${at}]`, marker));
    this.variables = new Variables(this, props.environments, props.variables);
    this.links = new ConsoleLinks(this);
    this.dashboard = this.addDashboard();
    // How many it takes is known when all parts are there.
    Aspects.of(this).add({ visit: (node) => node === this && this.addDashboards() });
    this.node.addValidation({ validate: () => this.validateLimits() });
  }

  /**
   * Shows the states of alarms, whoever defined them. They have to be in the Region of the dashboard.
   */
  public addAlarms(alarms: aws_cloudwatch.IAlarmRef[]): void {
    for (const alarm of alarms) this.checkRegion(alarm);
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

  /**
   * Marks a deployment on the graphs of real users and of behavior.
   *
   * @param label what was deployed, such as a version
   * @param time when, in UTC: `2026-11-28T14:05:00Z`
   */
  public addDeployment(label: string, time: string): void {
    this.add(this.markers, annotationOf(this, 'addDeployment()', { label, time }));
  }

  /**
   * Adds widgets of yours, as a row.
   *
   * @param heading that of a section which is there, such as `Real users`, below whose rows they stand; or one of yours
   * @param widgets the widgets, from left to right
   */
  public addWidgets(heading: string, ...widgets: IWidget[]): void {
    this.add(this.own, { heading, widgets });
  }

  /**
   * What the dashboard shows, for a dashboard of another library, such as that of cdk-monitoring-constructs.
   *
   * That one has the limits of CloudWatch, too: what takes several dashboards here is refused.
   */
  public segment(): DashboardSegment {
    this.isSegment = true;
    const rows = (sections: Section[]) => sections.flatMap(section);
    return DashboardSegment._of(
      () => rows(this.sections(DashboardVariant.DETAIL)),
      () => rows(this.sections(DashboardVariant.SUMMARY)),
      () => alarmRows(this.alarms),
    );
  }

  private checkRegion(alarm: aws_cloudwatch.IAlarmRef): void {
    const { region: here } = Stack.of(this);
    const { region: got } = placeOf(alarm);
    if (got === here || Token.isUnresolved(got) || Token.isUnresolved(here)) return;
    fail(this, {
      what: `Region of alarm ${alarm.node.path}`,
      got,
      expected: `${here}, where the dashboard is: it would show no state of one of another Region`,
      fix: 'add it to a dashboard of its own Region; docs/layouts.md draws it',
    });
  }

  private add<T>(list: T[], ...parts: T[]): void {
    list.push(...parts);
    this.pages = undefined;
  }

  private addDashboards(): void {
    while (this.dashboards.length < this.content().length) this.addDashboard();
    const search = pageSearch(this.appMonitors.map(({ part }) => part));
    this.variables.addTo(this.dashboards, search, () => this.sections(this.variant, []).flatMap(section).flat());
  }

  private addDashboard(): CountedDashboard {
    const number = this.dashboards.length + 1;
    const suffix = number === 1 ? '' : `${number}`;
    const dashboardName = this.dashboardName && [this.dashboardName, suffix].filter(Boolean).join('-');
    checkPattern(this, number === 1 ? 'dashboardName' : `dashboardName of dashboard ${number}`, dashboardName, {
      pattern: /^[\w-]{1,255}$/,
      expected: '1 to 255 letters, digits, "-" or "_"',
      fix: number === 1 ? 'rename it or leave it out' : 'shorten it, as further dashboards have their number in it',
    });
    const dashboard = new CountedDashboard(this, `Resource${suffix}`, {
      dashboardName,
      start: '-PT8H',
      periodOverride: PeriodOverride.INHERIT,
      widgets: [[new LazyColumn(() => this.page(number))]],
    });
    this.dashboards.push(dashboard);
    return dashboard;
  }

  private content(): Section[][] {
    this.pages ??= pagesOf(this.sections(this.variant));
    return this.pages;
  }

  private sections(variant: DashboardVariant, own = this.own): Section[] {
    const { appMonitors, journeys, transactions, features, backends, pipelines, links, markers } = this;
    const { region } = Stack.of(this);
    const monitors = appMonitors.map(({ part }) => part);
    const summary = [
      { rows: glanceRows({ appMonitors: monitors, journeys, transactions }) },
      { rows: alarmRows(this.alarms) },
      { heading: 'Objectives', rows: this.objectives.flatMap(objectiveRows) },
    ];
    if (variant === DashboardVariant.SUMMARY) return withOwnWidgets(summary, own);
    const detail = [
      {
        heading: 'Behavior: what users achieve',
        advice: BEHAVIOR_ADVICE,
        rows: [...behaviorRows(transactions, monitors, markers), ...featureRows(features, monitors)],
      },
      {
        heading: 'Real users',
        advice: realUserAdvice(links, appMonitors),
        rows: appMonitors.flatMap((monitor) => realUserRows(monitor, markers)),
      },
      {
        heading: 'Synthetic users',
        advice: syntheticUserAdvice(links, journeys),
        rows: journeys.flatMap(syntheticUserRows),
      },
      {
        heading: 'Backends',
        advice: backendAdvice(links, backends),
        rows: [...backendRows(backends, transactions), ...this.collectors.flatMap(collectorRows)],
      },
      { heading: 'Events on their way', advice: PIPELINE_ADVICE, rows: pipelines.flatMap(eventRows) },
      {
        heading: 'What users cost',
        advice: costAdvice(region),
        rows: costRows({ appMonitors: monitors, journeys, pipelines }, region),
      },
    ];
    return withOwnWidgets([...summary, ...detail], own);
  }

  private page(number: number): Rows {
    return [[this.head(number)], ...(this.content()[number - 1] ?? []).flatMap(section)];
  }

  private head(number: number): TextWidget {
    if (number > 1) return text([`# ${this.title} (${number})`]);
    const more = this.dashboards.slice(1).map(({ dashboardName }, index) => {
      return `[${index + 2}](#dashboards:name=${dashboardName})`;
    });
    const further = more.length > 0 ? ` It goes on in ${more.join(', ')}.` : '';
    const alarms =
      this.alarms.length > 0 ? ` An alarm says in its description what to do: ${this.links.alarms('alarms')}.` : '';
    return text([
      `# ${this.title}`,
      `Real users, synthetic users and backends. Synthetic users are never counted as real ones.${alarms}${further}`,
    ]);
  }

  private validateLimits(): string[] {
    return limitProblems(this.dashboards, this.isSegment ? this.content().length : 1);
  }
}
