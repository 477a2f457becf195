import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ASSUMPTIONS, type AssumptionName, maximumOf } from '../../formats/cost/assumptions';
import { BILLED_TYPES, type BilledResource, type Properties } from '../../formats/cost/billed-resource';
import { costsOf } from '../../formats/cost/estimate';
import { savingsOf } from '../../formats/cost/savings';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import { renderedByNow } from '../../private/rendered';
import type { CostEstimateItem, CostEstimateProps, CostSaving } from './cost-estimate-options';

/**
 * Estimates what telemetry costs in a month of 30 days, item by item, from list prices of AWS.
 *
 * It reads the resources of constructs as they will be in the template: app monitors, canaries, alarms, dashboards, event
 * pipelines, functions and tasks that report. Whose they are is no matter; what is imported is paid where it is defined. So ask when all is
 * defined. `npx user-telemetry cost cdk.out` is the same calculation, after synthesis.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 *
 * @example
 * const estimate = monitoring.CostEstimate.of(this, { monthlySessions: 100_000 });
 * new CfnOutput(this, 'Cost', { value: `about ${Math.round(estimate.monthlyUsd)} USD a month` });
 */
export class CostEstimate {
  /**
   * Estimates what the resources inside of a construct cost.
   *
   * @param scope such as a stack, or the construct that defines telemetry
   * @param props how many users come, and what they do
   */
  public static of(scope: IConstruct, props: CostEstimateProps): CostEstimate {
    return new CostEstimate(scope, props);
  }

  /**
   * What costs, item by item.
   */
  public readonly items: CostEstimateItem[];

  /**
   * All items together, in USD.
   */
  public readonly monthlyUsd: number;

  /**
   * What is not known and not in the sum, or in it as a lower bound.
   */
  public readonly unknown: string[];

  /**
   * What would be cheaper, each by itself; the largest first.
   */
  public readonly savings: CostSaving[];

  private constructor(scope: IConstruct, props: CostEstimateProps) {
    const { further = [], region, ...usage } = props;
    checkUsage(scope, props);
    const resources = resourcesOf([scope, ...further], region);
    const { items, monthlyUsd, unknown } = costsOf(resources, usage);
    this.monthlyUsd = monthlyUsd;
    this.unknown = [...unknown];
    this.items = items.map(({ standsIn, ...item }) => ({ ...item, isLowerBound: standsIn }));
    this.savings = savingsOf(resources, usage).map(({ price, ...saving }) => ({ ...saving, tradeOff: price }));
  }
}

function checkUsage(scope: IConstruct, props: CostEstimateProps): void {
  const numbers: Partial<Record<string, unknown>> = { ...props };
  for (const what of ['monthlySessions', ...Object.keys(ASSUMPTIONS)]) {
    const got = numbers[what];
    const max = what in ASSUMPTIONS ? maximumOf(what as AssumptionName) : undefined;
    checkNumber(scope, what, got, { min: 0, max, fix: 'pass what a month of yours has, such as 100_000 sessions' });
    if (!Token.isUnresolved(got)) continue;
    const fix = 'pass a number: an estimate is made when the template is';
    fail(scope, { what, got: 'a value that only the deployment knows', expected: 'a number', fix });
  }
}

/** As they will be in their templates; each once, wherever it was found. */
function resourcesOf(scopes: readonly IConstruct[], region: string | undefined): BilledResource[] {
  const constructs = new Set(scopes.flatMap((scope) => scope.node.findAll()));
  const elements = [...constructs].filter(
    (each) => CfnResource.isCfnResource(each) && BILLED_TYPES.has(each.cfnResourceType),
  ) as CfnResource[];
  return renderedByNow((render) =>
    elements.flatMap((element) => {
      const own = Stack.of(element).region;
      const name = element.node.path.replace(/\/Resource$/, '');
      const { Resources = {} }: Rendered = render(element);
      return Object.entries(Resources).map(([logicalId, { Type, Properties = {} }]) => {
        const known = region ?? (Token.isUnresolved(own) ? undefined : own);
        return { name, logicalId, region: known, type: Type, properties: Properties };
      });
    }),
  );
}

interface Rendered {
  readonly Resources?: { readonly [logicalId: string]: { readonly Type: string; readonly Properties?: Properties } };
}
