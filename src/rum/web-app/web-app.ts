import { Lazy } from 'aws-cdk-lib';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { IFeature, ITransaction } from '../../events';
import type { ClientSettings } from '../../formats/client-configuration';
import { DECLARED_NAMES, type DeclaredNames } from '../../formats/declared-names';
import { checkPattern } from '../../private/checks';
import { fail } from '../../private/errors';
import { AppMonitor } from '../app-monitor/app-monitor';
import type { AppMonitorOptions } from '../app-monitor/app-monitor-props';
import type { FirstPartyIngest } from '../edge/first-party-ingest';
import type { RemoteConfiguration } from '../edge/remote-configuration';
import { type ClientConfigurationSource, clientSettings, renderClientConfiguration } from './client-configuration';
import { ClientDelivery } from './client-delivery';
import { ClientSource, type DeliveredClient, type ExtraName, readBundle, unchanging } from './client-files';
import { checkWebApp } from './web-app-checks';
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

  private readonly source: ClientConfigurationSource;
  private readonly delivery: ClientDelivery;
  private cachedClient?: DeliveredClient;

  constructor(scope: Construct, id: string, props: WebAppProps) {
    super(scope, id);
    const { applicationName, client = {}, delivery, firstPartyIngest, remoteConfiguration, ...monitor } = props;
    const { allowCookies, tracing } = client;
    this.appMonitor = new AppMonitor(this, 'AppMonitor', { ...monitor, allowCookies, tracing });
    this.delivery = delivery ?? ClientDelivery.singleFile();
    this.source = { ...props, appMonitor: this.appMonitor };
    checkWebApp(this, this.source);
    if (client.interactions?._toRum) this.appMonitor._seeInteractions();
    const names = (): DeclaredNames => ({
      transactions: this.appMonitor.transactions.map(({ transactionName }) => transactionName),
      features: this.appMonitor.features.map(({ featureName }) => featureName),
    });
    // For `npx user-telemetry types`.
    this.node.addMetadata(DECLARED_NAMES, Lazy.uncachedAny({ produce: names }));
  }

  /**
   * Counts a transaction of the web application, whether it was declared before or after `clientSource()` is used.
   */
  public addTransaction(transaction: ITransaction): void {
    this.appMonitor.addTransaction(transaction);
  }

  /**
   * Counts how often users use a feature: pages report it with `userTelemetry.feature(name)`.
   */
  public addFeature(feature: IFeature): void {
    this.appMonitor.addFeature(feature);
  }

  /**
   * The browser client with its configuration, for your own bucket deployment: the object `telemetry.js`.
   *
   * It has to be a source of the deployment that holds the pages: another deployment to the same place would prune it.
   * Of two web apps in one deployment, one needs another `fileName`, see `delivery`.
   */
  public clientSource(): ISource {
    return new ClientSource(this, this._client().files);
  }

  /**
   * The HTML that loads the client, for the head of each page.
   *
   * @param directory the path of the folder that the client is deployed to, beginning and ending with `/`; default `/`
   */
  public scriptTag(directory = '/'): string {
    return this._client().scriptTag(this.checkDirectory(directory));
  }

  /**
   * The HTML that loads the client, with its configuration in the page: for pages that a server renders.
   *
   * Needs `ClientDelivery.withIntegrity()`. A content security policy has to allow the inline script, by a nonce that
   * the server puts into the first tag.
   *
   * @param directory the path of the folder that the client is deployed to, beginning and ending with `/`; default `/`
   */
  public inlineScriptTag(directory = '/'): string {
    const { inlineScriptTag } = this._client();
    if (inlineScriptTag) return inlineScriptTag(this.checkDirectory(directory));
    return fail(this, {
      what: 'inlineScriptTag() (delivery)',
      got: 'a single file, which already holds the configuration',
      expected: 'a delivery with the configuration apart',
      fix: 'pass delivery: ClientDelivery.withIntegrity(), or use scriptTag()',
    });
  }

  /**
   * The subresource integrity of the client's script, `sha384-…`; none where its content is known only at deployment.
   */
  public get integrity(): string | undefined {
    return this._client().integrity;
  }

  /**
   * Environment variables for a server that renders pages: a container or an AWS Lambda function.
   *
   * `USER_TELEMETRY_SCRIPT_TAG` is the HTML of `scriptTag()`, and `USER_TELEMETRY_CONFIGURATION` the configuration as a
   * JavaScript expression, to be assigned to `window.__USER_TELEMETRY__` by a page that doesn't load it as a file. All
   * variables of a Lambda function take 4 KB together; with many transactions use `writeParameter()`.
   *
   * @param directory the path of the folder that the client is deployed to, beginning and ending with `/`; default `/`
   *
   * @example
   * const storefront = new rum.WebApp(this, 'Storefront', { domains: ['shop.example.com'] });
   * fn.addEnvironment('USER_TELEMETRY_SCRIPT_TAG', storefront.environment().USER_TELEMETRY_SCRIPT_TAG);
   */
  public environment(directory = '/'): { [name: string]: string } {
    return {
      USER_TELEMETRY_SCRIPT_TAG: this.scriptTag(directory),
      USER_TELEMETRY_CONFIGURATION: this.renderConfiguration(),
    };
  }

  /**
   * Writes the HTML that loads the client into a parameter of AWS Systems Manager, for a server that renders pages.
   *
   * With `ClientDelivery.withIntegrity()` it is that of `inlineScriptTag()`, otherwise that of `scriptTag()`. Beyond
   * 4 KB it becomes an advanced parameter, which costs 0.05 USD a month and takes 8 KB.
   *
   * @param scope the parent construct of the parameter
   * @param id the id of the parameter
   * @param directory the path of the folder that the client is deployed to, beginning and ending with `/`; default `/`
   */
  public writeParameter(scope: Construct, id: string, directory = '/'): StringParameter {
    const { inlineScriptTag, scriptTag } = this._client();
    return new StringParameter(scope, id, {
      description: 'Loads the telemetry of a web application',
      stringValue: (inlineScriptTag ?? scriptTag)(this.checkDirectory(directory)),
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
  }

  /**
   * What the client is told, before it becomes text.
   * @internal
   */
  public _settings(): ClientSettings {
    return clientSettings(this, this.source);
  }

  /** @internal */
  public _client(): DeliveredClient {
    this.cachedClient ??= this.deliver();
    return this.cachedClient;
  }

  private deliver(): DeliveredClient {
    const bundle = readBundle(this, this.source.authorization?._signed ? 'telemetry-signed' : 'telemetry');
    const client = this.delivery._deliver(this, bundle, this.renderConfiguration());
    return { ...client, files: [...client.files, ...this.extras()] };
  }

  /** What the client loads once it is idle. */
  private extras(): ReturnType<typeof unchanging>[] {
    const { interactions, eventIntake } = this.source.client ?? {};
    const names: ExtraName[] = [
      ...(interactions ? (['interactions'] as const) : []),
      ...(eventIntake ? (['event-sink'] as const) : []),
    ];
    return names.map((name) => unchanging(`${this.delivery._baseName(this)}-${name}`, readBundle(this, name)));
  }

  private renderConfiguration(): string {
    return renderClientConfiguration(this, { ...this.source, extras: this.extras() });
  }

  private checkDirectory(directory: string): string {
    checkPattern(this, 'directory', directory, {
      pattern: /^\/([A-Za-z0-9._-]+\/)*$/,
      expected: 'a path such as "/" or "/telemetry/"',
      fix: 'pass the path of the folder as pages see it, beginning and ending with "/"',
    });
    return directory;
  }
}
