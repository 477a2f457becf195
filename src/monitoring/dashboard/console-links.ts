import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Leads from a dashboard to the pages of the console behind it.
 *
 * Addresses are relative, as those from one dashboard to another are: so they stay in the partition that the reader is in,
 * whose consoles have other hosts, and in the Region, unless the part is in another one.
 *
 * Nothing documents what stands behind the `#`; see docs/unverified.md.
 */
export class ConsoleLinks {
  constructor(private readonly scope: IConstruct) {}

  /** The app monitor: its pages, errors, sessions and the ways through it. */
  public appMonitor(title: string, part: IConstruct, appMonitorName: string): string {
    return this.link(title, part, `rum:dashboard/${appMonitorName}`);
  }

  /** The canary: its runs with their screenshots, HAR files and logs, which lie in its bucket. */
  public canary(title: string, part: IConstruct, canaryName: string): string {
    return this.link(title, part, `synthetics:canary/detail/${canaryName}`);
  }

  /** Traces in which a service, or any, failed. */
  public faults(title: string, part: IConstruct, service?: string): string {
    const failed = 'fault = true';
    const filter = service === undefined ? failed : `service("${service}") { ${failed} }`;
    return this.link(title, part, `xray:traces/query?~(query~(expression~'${encoded(filter)}))`);
  }

  public logQueries(title: string, part: IConstruct): string {
    return this.link(title, part, 'logsV2:logs-insights');
  }

  public alarms(title: string): string {
    return this.link(title, this.scope, 'alarmsV2:');
  }

  private link(title: string, part: IConstruct, page: string): string {
    const { region } = Stack.of(part);
    const elsewhere = region === Stack.of(this.scope).region ? '' : `?region=${region}`;
    return `[${title.replace(/[[\]]/g, '\\$&')}](${elsewhere}#${page})`;
  }
}

/** As the console writes texts behind the `#`: `*` and two digits for what is no letter, digit, `_`, `-` or `.`. */
function encoded(text: string): string {
  return Token.isUnresolved(text)
    ? text
        .split(/(\$\{Token\[[^\]]*\]\})/)
        .map((part, at) => (at % 2 ? part : escaped(part)))
        .join('')
    : escaped(text);
}

function escaped(text: string): string {
  return text.replace(/[^\w.-]/g, (character) => `*${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
