import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IResolvable, Tokenization } from 'aws-cdk-lib';
import { type DeploymentSourceContext, type ISource, Source, type SourceConfig } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct, IConstruct } from 'constructs';
import { asset } from '../../private/assets';
import { fail } from '../../private/errors';

/** A file of the client. */
export interface ClientFile {
  readonly name: string;
  readonly content: string;
  /** Where the name changes with the content, so that it may be cached for ever: what matches all names, as `a-*.js`. */
  readonly allVersions?: string;
}

/** What a delivery makes of the bundle and of its configuration, which holds values that are known at deployment. */
export interface DeliveredClient {
  readonly files: ClientFile[];
  /** Of the file that is the same wherever it is deployed, if there is one. */
  readonly integrity?: string;
  scriptTag(directory: string): string;
  /** With the configuration in the page itself, if that is possible. */
  inlineScriptTag?(directory: string): string;
}

/** A file that is the same wherever it is deployed: its name holds a hash of its content, only letters and digits of it. */
export function unchanging(base: string, content: string): ClientFile & { readonly integrity: string } {
  const hash = createHash('sha384').update(content, 'utf8').digest();
  const name = `${base}-${hash.toString('hex').slice(0, 10)}.js`;
  return { name, content, allVersions: `${base}-*.js`, integrity: `sha384-${hash.toString('base64')}` };
}

/** What the client loads besides itself, by the name of its bundle. */
export type ExtraName = 'interactions' | 'event-sink';

/** The browser client without its configuration; the one that signs is larger. */
export function readBundle(scope: Construct, name: 'telemetry' | 'telemetry-signed' | ExtraName): string {
  const path = asset('client', `${name}.js`);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fail(scope, {
      what: 'clientSource()',
      got: `no file ${path}`,
      expected: 'the bundled browser client',
      fix: 'reinstall cdk-user-telemetry; in its repository run `npx projen bundle`',
    });
  }
}

/** Whose client a file is, by its place and name, in each app. */
const claims = new WeakMap<IConstruct, Map<string, Construct>>();

/**
 * Refuses a file where another web app has one of the same name: the later one would replace it, and the pages of the first
 * would report as those of the other.
 *
 * @param place the deployment or the bucket, whatever tells it from others
 */
export function claimFiles(scope: Construct, place: string, webApp: Construct, files: readonly string[]): void {
  const claimed = claims.get(scope.node.root) ?? new Map<string, Construct>();
  claims.set(scope.node.root, claimed);
  for (const file of files) {
    const key = `${place}\n${file}`;
    const other = claimed.get(key) ?? webApp;
    claimed.set(key, other);
    if (other === webApp) continue;
    fail(scope, {
      what: `the browser client of ${webApp.node.path}`,
      got: file,
      expected: `a file that no other web app has there, but ${other.node.path} has it`,
      fix: "name one of them apart, with delivery: rum.ClientDelivery.singleFile({ fileName: 'admin.js' })",
    });
  }
}

/** The client among the sources of a deployment. */
export class ClientSource implements ISource {
  private readonly source: ISource;

  constructor(
    private readonly webApp: Construct,
    private readonly files: readonly ClientFile[],
  ) {
    const [first, ...more] = files;
    this.source = more.length === 0 ? Source.data(first.name, first.content) : new JointSource(files);
  }

  public bind(scope: Construct, context?: DeploymentSourceContext): SourceConfig {
    // The script without its configuration is the same for all.
    const own = this.files.filter(({ allVersions }) => allVersions === undefined);
    const names = own.map(({ name }) => name);
    claimFiles(scope, scope.node.path, this.webApp, names);
    return this.source.bind(scope, context);
  }
}

/** Several files that may hold tokens as one source; `Source.data()` takes one file. */
export class JointSource implements ISource {
  constructor(private readonly files: readonly ClientFile[]) {}

  public bind(scope: Construct, context?: DeploymentSourceContext): SourceConfig {
    const markers: Record<string, string> = {};
    const directory = mkdtempSync(join(tmpdir(), 'web-client-'));
    try {
      for (const { name, content } of this.files) {
        const mark = (token: IResolvable) => {
          const marker = `<<marker:0xbaba:${Object.keys(markers).length}>>`;
          markers[marker] = token.toString();
          return marker;
        };
        const text = Tokenization.reverseString(content)
          .mapTokens({ mapToken: mark })
          .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
        writeFileSync(join(directory, name), text);
      }
      return { ...Source.asset(directory).bind(scope, context), markers };
    } finally {
      rmSync(directory, { recursive: true });
    }
  }
}
