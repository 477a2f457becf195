import { parseBody } from '../../preview/body/body';
import { linesOf } from '../../preview/body/metrics';
import { check, isFresh, type Surroundings } from '../evidence/check';
import { type Deployed, nameOf, resourcesOfType } from '../evidence/deployed';
import { type Cause, type Finding, missing, ok, type Verdict, waiting } from '../evidence/finding';

const NAMED = 5;
const FRESH_MINUTES = 15;

/** Whether the metrics of dashboards have data. Those of other accounts and Regions are not looked at. */
export async function dashboards(deployed: Deployed, around: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const dashboard of resourcesOfType(deployed.template, 'AWS::CloudWatch::Dashboard')) {
    const look = () => ofDashboard(nameOf(deployed, dashboard), deployed, around);
    findings.push(await check('Dashboards', dashboard.path, 'metrics', look));
  }
  return findings;
}

async function ofDashboard(name: string, deployed: Deployed, around: Surroundings): Promise<Verdict> {
  const { reader, region } = deployed;
  const answer = await reader.ask('cloudwatch:GetDashboard', () =>
    reader.aws.cloudWatch.getDashboard({ DashboardName: name }),
  );
  if (answer?.DashboardBody === undefined) {
    return missing(`there is no dashboard ${name}`, [
      { seen: true, why: 'it was deleted by hand', next: 'deploy the stack again' },
    ]);
  }
  const { widgets } = parseBody(answer.DashboardBody).body;
  const lines = widgets.flatMap(({ properties }) => linesOf(properties).lines);
  const own = lines.filter((line) => (line.region === '' || line.region === region) && line.account === '');
  const metrics = new Map(own.flatMap(({ metric }) => (metric ? [[JSON.stringify(metric), metric]] : [])));
  if (metrics.size === 0) return ok('it shows no metric of this account and Region');
  const values = [...metrics.values()];
  const counts = await reader.sums(values, 'SampleCount');
  const silent = values.filter((_, index) => counts[index] === undefined);
  const detail = `${values.length - silent.length} of ${values.length} metrics have data in ${around.span}`;
  if (silent.length < values.length) {
    const names = [...new Set(silent.map((metric) => metric.name))];
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
    return ok(names.length > 0 ? `${detail}; none: ${names.slice(0, NAMED).join(', ')}${more}` : detail);
  }
  const cause: Cause = {
    seen: true,
    why: 'none of the metrics that it shows has data',
    next: 'mend the other rows that are not ok: the dashboard shows what they bring',
  };
  return isFresh(deployed, around, FRESH_MINUTES) ? waiting(detail, [cause]) : missing(detail, [cause]);
}
