/**
 * The properties that widgets have: those of the documentation, and those that the console and CDK write besides.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
const words = (text: string) => new Set(text.split(/\s+/));

export const TOP = words('widgets variables start end periodOverride');
export const WIDGET = words('type x y width height properties');

const METRIC = `accountId annotations liveData legend metrics period region sparkline stacked stat table timezone title view
  yAxis setPeriodToTimeRange singleValueFullPrecision trend labels start end`;

/** By the type of widget. */
export const PROPERTIES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['metric', words(METRIC)],
  ['text', words('markdown background')],
  [
    'log',
    words(
      'accountId region title query view stacked queryLanguage queryBy logGroupPrefixes legend yAxis liveData timezone start end',
    ),
  ],
  ['alarm', words('alarms sortBy states title')],
  ['explorer', words('aggregateBy labels metrics period splitBy title widgetOptions region accountId')],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_create.html
  ['custom', words('endpoint params title updateOn')],
]);

/** Named by the documentation since 2026; what their properties are could not be read. */
export const UNREAD = words('chart');

export const ROW = words('accountId color expression id label period region stat visible yAxis');
export const HORIZONTAL = words('value label color fill yAxis visible');
export const VERTICAL = words('value label color fill visible');
export const Y_AXIS = words('label min max showUnits');
export const TABLE = words('layout stickySummary showTimeSeriesData summaryColumns');
export const VARIABLE = words(
  'type property pattern inputType id label defaultValue visible search populateFrom values',
);

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export const STATISTIC =
  /^(SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|tc|ts|wm)\d{1,2}(\.\d{1,10})?|p100|(tm|tc|ts|wm)100|(PR|TM|TC|TS|WM)\([\d.]*%?:[\d.]*%?\))$/i;

export const VIEWS: ReadonlyMap<string, readonly string[]> = new Map([
  ['metric', ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']],
  ['log', ['table', 'timeSeries', 'bar', 'pie']],
]);

/** The largest that CloudWatch takes. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
export const LIMITS = {
  widgets: 500,
  metricsOfWidget: 500,
  metricsOfDashboard: 2_500,
  variables: 25,
  alarmsOfWidget: 100,
};
