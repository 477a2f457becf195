import type { AppMonitorOptions } from './app-monitor-options';
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
}
