import type { AppMonitorOptions } from '../app-monitor/app-monitor-options';
import type { FirstPartyIngest } from '../edge/first-party-ingest';
import type { RemoteConfiguration } from '../edge/remote-configuration';
import type { ClientDelivery } from './client-delivery';
import type { WebClientOptions } from './web-client-options';

/**
 * Properties of a `WebApp`.
 */
export interface WebAppProps extends AppMonitorOptions {
  /**
   * The name of the application that the pages belong to, 1 to 256 characters; sessions carry it as `application`.
   *
   * @default - the name of the app monitor
   */
  readonly applicationName?: string;

  /**
   * How the browser client behaves.
   *
   * @default - anonymous sessions in a session cookie, with tracing
   */
  readonly client?: WebClientOptions;

  /**
   * In which files browsers get the client.
   *
   * @default ClientDelivery.singleFile()
   */
  readonly delivery?: ClientDelivery;

  /**
   * The path of the site's own domain that events go to, which ad blockers don't know.
   *
   * For `Authorization.resourcePolicy()` without `sourceIps` only: CloudWatch RUM sees the distribution's addresses, and
   * a signature would be for another host.
   *
   * @default - events go to the data plane of CloudWatch RUM in the stack's Region, or to the client's `endpoint`
   */
  readonly firstPartyIngest?: FirstPartyIngest;

  /**
   * What an operator can change without a deployment.
   *
   * @default - nothing, unless the client has a `remoteConfigurationUrl`
   */
  readonly remoteConfiguration?: RemoteConfiguration;
}
