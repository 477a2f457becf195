import { type IResolvable, Lazy } from 'aws-cdk-lib';

/** A widget as the L2s write it: each row of metrics is a token. */
interface WidgetJson {
  readonly properties?: { readonly metrics?: readonly unknown[] };
}

/**
 * Writes metrics as short as CloudWatch reads them, and writes them itself: `.` is what stands above.
 *
 * Only below a metric of the same widget: what is above an expression is documented nowhere.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function shortened<T extends WidgetJson>(widget: T): T {
  const { metrics } = widget.properties ?? {};
  if (!metrics || metrics.length < 2) return widget;
  const rows = metrics.map((row, at) => (at === 0 ? row : below(metrics[at - 1], row)));
  return { ...widget, properties: { ...widget.properties, metrics: rows } };
}

function below(above: unknown, row: unknown): IResolvable {
  return Lazy.uncachedAny({
    produce: (context) => {
      const [first, second]: unknown[][] = [context.resolve(above), context.resolve(row)];
      return second.map((cell, column) => (isValue(cell, column, second) && same(cell, first[column]) ? '.' : cell));
    },
  });
}

/** The last cell may hold options. */
function isValue(cell: unknown, column: number, row: readonly unknown[]): boolean {
  return typeof cell === 'string' || column < row.length - 1;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
