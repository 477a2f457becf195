import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ISource, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { ITransaction } from '../events';
import { fail } from '../private/errors';
import { AppMonitor } from './app-monitor';
import type { Authorization } from './authorization';
import { renderClientConfiguration } from './client-configuration';
import type { Telemetry } from './telemetry';
import { checkClientOptions, checkText } from './web-client-checks';
import type { WebClientOptions } from './web-client-options';

const ASSETS = join(__dirname, '..', '..', 'assets', 'client');
const FILE_NAME = 'telemetry.js';

/**
 * Properties of a `WebApp`.
 */
export interface WebAppProps {
  /**
   * The domains that serve the pages: 1 to 5 domain names, without scheme, port or path.
   *
   * A leading `*.` stands for any subdomain; `localhost` and IPv4 addresses are allowed.
   */
  readonly domains: string[];

  /**
   * The name of the application that the pages belong to, 1 to 256 characters; sessions carry it as `application`.
   *
   * @default - the name of the app monitor
   */
  readonly applicationName?: string;

  /**
   * The name of the app monitor: up to 255 letters, digits, `.`, `-`, `_` or `#`, not beginning with `.`.
   *
   * @default - a name that derives from the construct's path
   */
  readonly appMonitorName?: string;

  /**
   * The share of sessions that are recorded, from 0 to 1, by the app monitor and the client alike.
   *
   * CloudWatch RUM charges per event, so the cost is proportional to it. Below 1, counts are those of the sample.
   *
   * @default 1
   */
  readonly sessionSampleRate?: number;

  /**
   * What browsers report by themselves, besides page views and sessions.
   *
   * @default - errors, performance and HTTP
   */
  readonly telemetries?: Telemetry[];

  /**
   * Who may send events.
   *
   * @default Authorization.resourcePolicy()
   */
  readonly authorization?: Authorization;

  /**
   * How the browser client behaves.
   *
   * @default - anonymous sessions in a session cookie, with tracing
   */
  readonly client?: WebClientOptions;
}

/**
 * Puts real user monitoring on a web application: the app monitor, and the browser client that sends to it.
 *
 * Deploy the client with the pages and load it with one tag, `<script async src="/telemetry.js"></script>`. In the page
 * `userTelemetry.start('Checkout')`, `.complete('Checkout')` and `.abandon('Checkout')` report transactions, and
 * `.event('added-to-cart', { items: 2 })` anything else; none of them ever throws. Before the script has loaded, use
 * `(window.userTelemetry ||= []).push(['start', 'Checkout'])`. Under a CloudWatch Synthetics canary the client sends
 * nothing, so that synthetic users never count as real ones.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM.html
 *
 * @example
 * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
 * storefront.addTransaction(new events.Transaction(this, 'Checkout'));
 *
 * new s3deploy.BucketDeployment(this, 'Site', {
 *   sources: [s3deploy.Source.asset('site'), storefront.clientSource()],
 *   destinationBucket: site,
 * });
 */
export class WebApp extends Construct {
  /**
   * The app monitor that receives what browsers report.
   */
  public readonly appMonitor: AppMonitor;

  private readonly props: WebAppProps;

  constructor(scope: Construct, id: string, props: WebAppProps) {
    super(scope, id);
    const { applicationName, client: { allowCookies, tracing } = {}, client, ...monitor } = props;
    this.appMonitor = new AppMonitor(this, 'AppMonitor', { ...monitor, allowCookies, tracing });
    this.props = { ...props };
    checkText(this, 'applicationName', applicationName);
    checkClientOptions(this, client);
  }

  /**
   * Counts a transaction of the web application, whether it was declared before or after `clientSource()` is used.
   */
  public addTransaction(transaction: ITransaction): void {
    this.appMonitor.addTransaction(transaction);
  }

  /**
   * The browser client with its configuration, as the object `telemetry.js` for your own bucket deployment.
   *
   * It has to be a source of the deployment that holds the pages: another deployment to the same place would prune it.
   */
  public clientSource(): ISource {
    const configuration = renderClientConfiguration(this, { ...this.props, appMonitor: this.appMonitor });
    return Source.data(FILE_NAME, `(function(__USER_TELEMETRY__){${this.readBundle()}})(${configuration});\n`);
  }

  private readBundle(): string {
    const path = join(ASSETS, this.props.authorization?._signed ? 'telemetry-signed.js' : FILE_NAME);
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return fail(this, {
        what: 'clientSource()',
        got: `no file ${path}`,
        expected: 'the bundled browser client',
        fix: 'reinstall cdk-user-telemetry; in its repository run `npx projen bundle`',
      });
    }
  }
}
