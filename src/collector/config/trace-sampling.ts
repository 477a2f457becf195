import { Duration } from 'aws-cdk-lib';
import { checkDuration, checkNumber } from '../../private/checks';
import type { Fragment, Placement } from './destinations/fragment';
import { readSamplingRules } from './destinations/permissions';
import type { Settings } from './document/collector-document';

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
export class TraceSampling {
  /**
   * All of them, unless the SDK of the application or its caller decides otherwise.
   */
  public static all(): TraceSampling {
    return new TraceSampling(() => ({}));
  }

  /**
   * A share of them, decided by the SDK where a trace begins: the cheapest.
   *
   * @param ratio the share, from 0 to 1
   */
  public static head(ratio: number): TraceSampling {
    return new TraceSampling(({ scope }) => {
      checkNumber(scope, 'config.sampling: TraceSampling.head(ratio)', ratio, SHARE);
      return {
        sdkEnvironment: () => ({
          OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
          OTEL_TRACES_SAMPLER_ARG: `${ratio}`,
        }),
      };
    });
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
    return new TraceSampling(({ receiverHost, region }) => ({
      extensions: { awsproxy: { endpoint: `${receiverHost}:${PROXY_PORT}`, region } },
      statements: [readSamplingRules()],
      sdkEnvironment: (collectorHost) => ({
        OTEL_TRACES_SAMPLER: 'xray',
        OTEL_TRACES_SAMPLER_ARG: `endpoint=http://${collectorHost}:${PROXY_PORT}`,
      }),
    }));
  }

  /**
   * Those with errors, slow ones if asked, and a share of the others, decided by the collector when a trace is over.
   *
   * It sees only the spans of its own task: a trace through several services is decided in each of them. Waiting
   * traces take memory; the number that fits is derived from the limit of the container.
   */
  public static tail(options: TailSamplingOptions = {}): TraceSampling {
    return new TraceSampling((placement) => tail(placement, options));
  }

  /** @internal */
  public readonly _bind: (placement: Placement) => Fragment;

  private constructor(bind: (placement: Placement) => Fragment) {
    this._bind = bind;
  }
}

/** Where what asks AWS X-Ray listens. */
const PROXY_PORT = 2000;

const SHARE = { min: 0, max: 1, fix: 'pass a share such as 0.1' };

function tail({ scope, memoryLimitMiB }: Placement, options: TailSamplingOptions): Fragment {
  const { slowerThan, ratio = 0.05, decisionWait = Duration.seconds(10) } = options;
  const what = (option: string) => `config.sampling: TraceSampling.tail({ ${option} })`;
  const whole = { min: 1, multipleOf: 1, fix: 'pass such a Duration', calculated: true };
  checkNumber(scope, what('ratio'), ratio, SHARE);
  checkDuration(scope, what('decisionWait'), decisionWait, 'seconds', { ...whole, max: 60 });
  checkDuration(scope, what('slowerThan'), slowerThan, 'milliseconds', { ...whole, max: 60_000 });
  const policies: Settings[] = [
    { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
    ...(slowerThan ? [{ name: 'slow', type: 'latency', latency: { threshold_ms: slowerThan.toMilliseconds() } }] : []),
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
