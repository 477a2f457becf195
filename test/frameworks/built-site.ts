import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { Site } from '../lab/client/site';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
};

/**
 * A site of files that a framework has built; paths that no file stands for are routes of its application.
 *
 * `/gone` is what some fetch ahead, and nobody asks for.
 */
export class BuiltSite extends Site {
  /** Whether scripts that nobody has asked for so far are gone, as after a deployment while the old page is open. */
  public redeployed = false;
  private readonly served = new Set<string>();

  constructor(private readonly folder: string) {
    super();
  }

  protected override show(path: string, response: ServerResponse): void {
    const candidates = extname(path) ? [path] : [join(path, 'index.html'), `${path}.html`, '200.html', 'index.html'];
    const file = candidates.map((name) => join(this.folder, name)).find(existsSync);
    const type = file && extname(file);
    if (!type || path === '/gone' || (this.redeployed && type === '.js' && !this.served.has(path))) {
      response.writeHead(404).end();
      return;
    }
    this.served.add(path);
    response.setHeader('content-type', TYPES[type] ?? 'application/octet-stream').end(readFileSync(file));
  }
}
