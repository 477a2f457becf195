import { Duration, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { checkNumber } from '../../private/checks';
import { fail } from '../../private/errors';
import type { Fragment, Placement, Settings } from './collector-document';

/**
 * Which traces `TraceSampling.tail()` keeps.
 */
export interface TailSamplingOptions {
  /**
   * Traces that took longer are kept.
   *
   * @default - no trace is kept because it is slow
   */
  readonly slowerThan?: Duration;

  /**
   * The share of the other traces that is kept too, from 0 to 1.
   *
   * @default 0.05
   */
  readonly ratio?: number;

  /**
   * How long the collector waits for the spans of a trace: whole seconds, from 1 to 60.
   *
   * It has to be longer than requests take: spans that come later follow the decision for a while.
   *
   * @default Duration.seconds(10)
   */
  readonly decisionWait?: Duration;
}

/**
 * Which traces are kept. Counters are not affected: sampling never changes what is counted.
 */
export abstract class TraceSampling {
  /**
   * All of them, unless the SDK of the application or its caller decides otherwise.
   */
  public static all(): TraceSampling {
    return new Head();
  }

  /**
   * A share of them, decided by the SDK where a trace begins: the cheapest.
   *
   * @param ratio the share, from 0 to 1
   */
  public static head(ratio: number): TraceSampling {
    return new Head(ratio);
  }

  /**
   * As the sampling rules of AWS X-Ray say, which can be changed without a deployment.
   *
   * The SDK has to know the sampler `xray`: those of ADOT do. It asks the collector, which needs
   * `xray:GetSamplingRules` and `xray:GetSamplingTargets`.
   *
   * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
   */
  public static remote(): TraceSampling {
    return new Remote();
  }

  /**
   * Those with errors, slow ones if asked, and a share of the others, decided by the collector when a trace is over.
   *
   * It sees only the spans of its own task: a trace through several services is decided in each of them. Waiting
   * traces take memory; the number that fits is derived from the limit of the container.
   */
  public static tail(options: TailSamplingOptions = {}): TraceSampling {
    return new Tail(options);
  }

  /** @internal */
  public abstract _bind(placement: Placement): Fragment;
}

class Head extends TraceSampling {
  constructor(private readonly ratio?: number) {
    super();
  }

  public _bind({ scope }: Placement): Fragment {
    checkRatio(scope, 'config.sampling: TraceSampling.head(ratio)', this.ratio);
    if (this.ratio === undefined) return {};
    return {
      sdkEnvironment: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: `${this.ratio}` },
    };
  }
}

class Remote extends TraceSampling {
  public _bind({ receiverHost, region }: Placement): Fragment {
    return {
      extensions: { awsproxy: { endpoint: `${receiverHost}:2000`, region } },
      statements: [
        new PolicyStatement({ actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets'], resources: ['*'] }),
      ],
      sdkEnvironment: { OTEL_TRACES_SAMPLER: 'xray' },
    };
  }
}

class Tail extends TraceSampling {
  constructor(private readonly options: TailSamplingOptions) {
    super();
  }

  public _bind({ scope, memoryLimitMiB }: Placement): Fragment {
    const { slowerThan, ratio = 0.05, decisionWait = Duration.seconds(10) } = this.options;
    checkRatio(scope, 'config.sampling: TraceSampling.tail({ ratio })', ratio);
    checkWhole(scope, 'config.sampling: TraceSampling.tail({ decisionWait })', decisionWait, 'seconds', 1, 60);
    if (slowerThan) {
      checkWhole(scope, 'config.sampling: TraceSampling.tail({ slowerThan })', slowerThan, 'milliseconds', 1, 60_000);
    }
    const policies: Settings[] = [
      { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      ...(slowerThan
        ? [{ name: 'slow', type: 'latency', latency: { threshold_ms: slowerThan.toMilliseconds() } }]
        : []),
      { name: 'others', type: 'probabilistic', probabilistic: { sampling_percentage: ratio * 100 } },
    ];
    return {
      processors: {
        tail_sampling: {
          decision_wait: `${decisionWait.toSeconds()}s`,
          // About a quarter of the memory at 4 KiB a trace; of more the oldest are decided at once.
          num_traces: memoryLimitMiB * 64,
          decision_cache: { sampled_cache_size: memoryLimitMiB * 128, non_sampled_cache_size: memoryLimitMiB * 128 },
          policies,
        },
      },
    };
  }
}

function checkRatio(scope: Placement['scope'], what: string, ratio: number | undefined): void {
  checkNumber(scope, what, ratio, { min: 0, max: 1, fix: 'pass a share such as 0.1' });
}

function checkWhole(
  scope: Placement['scope'],
  what: string,
  duration: Duration,
  unit: 'seconds' | 'milliseconds',
  min: number,
  max: number,
): void {
  if (Token.isUnresolved(duration) || duration.isUnresolved()) return;
  const amount = unit === 'seconds' ? duration.toMilliseconds() / 1000 : duration.toMilliseconds();
  if (Number.isInteger(amount) && amount >= min && amount <= max) return;
  fail(scope, {
    what,
    got: `${amount} ${unit}`,
    expected: `whole ${unit}, ${min} to ${max}`,
    fix: 'pass such a Duration',
  });
}
