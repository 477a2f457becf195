import { Construct, type IConstruct } from 'constructs';
import { checkName } from '../private/checks';

/**
 * A part of an application that users may or may not use, such as gift cards.
 */
export interface IFeature extends IConstruct {
  /**
   * The name that browsers report its use under.
   */
  readonly featureName: string;
}

/**
 * Properties of a `Feature`.
 */
export interface FeatureProps {
  /**
   * The name that browsers report its use under: a letter, then up to 63 letters, digits, `_` or `-`.
   *
   * It becomes the value of the CloudWatch dimension `Feature`.
   *
   * @default - the id of the construct
   */
  readonly featureName?: string;
}

/**
 * Declares a part of an application whose use is counted, such as one that is new.
 *
 * It defines no resource by itself. An app monitor that it is added to counts how often users use it.
 *
 * @see https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/ops_observability_customer_telemetry.html
 *
 * @example
 * const monitor = new rum.AppMonitor(this, 'Monitor', { domains: ['shop.example.com'] });
 * monitor.addFeature(new events.Feature(this, 'GiftCards'));
 */
export class Feature extends Construct implements IFeature {
  public readonly featureName: string;

  constructor(scope: Construct, id: string, props: FeatureProps = {}) {
    super(scope, id);
    this.featureName = props.featureName ?? id;
    checkName(
      this,
      'featureName',
      this.featureName,
      props.featureName === undefined ? 'pass featureName or another id' : 'rename the feature',
    );
  }
}
