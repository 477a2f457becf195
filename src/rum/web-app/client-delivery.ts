import type { Construct } from 'constructs';
import { checkKnown, checkPattern } from '../../private/checks';
import { type DeliveredClient, unchanging } from './client-files';
import { clientScript, clientScriptOfPage } from './javascript';

/**
 * Options of a `ClientDelivery`.
 */
export interface ClientDeliveryOptions {
  /**
   * The name of the script: up to 64 letters, digits, `.`, `_` or `-`, ending with `.js`.
   *
   * Some ad blockers know common names.
   *
   * @default 'telemetry.js'
   */
  readonly fileName?: string;
}

/**
 * In which files browsers get the client.
 */
export abstract class ClientDelivery {
  /**
   * One script with its configuration, loaded by one tag: `<script async src="/telemetry.js"></script>`.
   *
   * Its content is known only at deployment, so there can be no subresource integrity.
   */
  public static singleFile(options: ClientDeliveryOptions = {}): ClientDelivery {
    return new SingleFile(options.fileName);
  }

  /**
   * A script that is always the same, protected by subresource integrity, and its configuration apart.
   *
   * The script's name holds a hash of its content, as in `telemetry-0123456789.js`, so it may be cached for ever; it
   * changes with the version of this library, so take the tags from `WebApp.scriptTag()`. The configuration is
   * `telemetry-config.js`, whose content is known only at deployment: browsers can't check that file. A server that
   * renders pages avoids it by `WebApp.inlineScriptTag()`, so that everything is either checked or in the page.
   *
   * @see https://developer.mozilla.org/docs/Web/Security/Subresource_Integrity
   */
  public static withIntegrity(options: ClientDeliveryOptions = {}): ClientDelivery {
    return new WithIntegrity(options.fileName);
  }

  /**
   * What the names of further files begin with.
   * @internal
   */
  public abstract _baseName(scope: Construct): string;

  /** @internal */
  public abstract _deliver(scope: Construct, bundle: string, configuration: string): DeliveredClient;
}

class SingleFile extends ClientDelivery {
  constructor(private readonly fileName = 'telemetry.js') {
    super();
  }

  public _baseName(scope: Construct): string {
    return checkFileName(scope, this.fileName).slice(0, -'.js'.length);
  }

  public _deliver(scope: Construct, bundle: string, configuration: string): DeliveredClient {
    const name = checkFileName(scope, this.fileName);
    const content = clientScript(bundle, configuration);
    return {
      files: [{ name, content }],
      scriptTag: (directory) => `<script async src="${directory}${name}"></script>`,
    };
  }
}

class WithIntegrity extends ClientDelivery {
  constructor(private readonly fileName = 'telemetry.js') {
    super();
  }

  public _baseName(scope: Construct): string {
    return checkFileName(scope, this.fileName).slice(0, -'.js'.length);
  }

  public _deliver(scope: Construct, bundle: string, configuration: string): DeliveredClient {
    const base = this._baseName(scope);
    const { integrity, ...script } = unchanging(base, clientScriptOfPage(bundle));
    const statement = `window.__USER_TELEMETRY__=${configuration};`;
    const settings = { name: `${base}-config.js`, content: `${statement}\n` };
    const scriptTag = (directory: string) =>
      `<script defer src="${directory}${script.name}" integrity="${integrity}" crossorigin="anonymous"></script>`;
    return {
      files: [script, settings],
      integrity,
      // Deferred scripts run in their order, async ones in any.
      scriptTag: (directory) => `<script defer src="${directory}${settings.name}"></script>${scriptTag(directory)}`,
      inlineScriptTag: (directory) => `<script>${statement}</script>${scriptTag(directory)}`,
    };
  }
}

function checkFileName(scope: Construct, fileName: string): string {
  checkKnown(scope, 'delivery (fileName)', fileName);
  checkPattern(scope, 'delivery (fileName)', fileName, {
    pattern: /^(?=.{4,64}$)[A-Za-z0-9_-][A-Za-z0-9._-]*\.js$/,
    expected: 'up to 64 letters, digits, ".", "_" or "-", ending with ".js"',
    fix: 'pass a name such as "telemetry.js", without folders',
  });
  return fileName;
}
