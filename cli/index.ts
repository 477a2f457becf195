/** The command line tool `user-telemetry`. */
import { ask } from './ask/command';
import { ASK_USAGE, readAskOptions } from './ask/options';
import { CATALOG_USAGE, catalog, readCatalogOptions } from './catalog/command';
import { CannotRun, messageOf } from './common/cannot-run';
import { cost } from './cost/command';
import { COST_USAGE, readCostOptions } from './cost/options';
import { preview } from './preview/command';
import { PREVIEW_USAGE, readPreviewOptions } from './preview/options';
import { REPLAY_USAGE, readReplayOptions, replay } from './replay/command';
import { CHILD_COMMAND, playAsChild } from './run/child';
import { run } from './run/command';
import { RUN_USAGE, readRunOptions } from './run/options';
import { suggest } from './suggest/command';
import { readSuggestOptions, SUGGEST_USAGE } from './suggest/options';
import { trace } from './trace/command';
import { readTraceOptions, TRACE_USAGE } from './trace/options';
import { types } from './types/command';
import { readTypesOptions, TYPES_USAGE } from './types/options';
import { verify } from './verify/command';
import { readVerifyOptions, VERIFY_USAGE } from './verify/options';

const USAGE = `user-telemetry run <cdk.out> [name]          plays journeys in a local Chromium
user-telemetry suggest <events> […]          finds the journeys that real users make most
user-telemetry types <cdk.out>               declares the names that pages may use as types
user-telemetry catalog <cdk.out>             documents the events that an application declares
user-telemetry replay <files> […]            sends events again that are not in the table
user-telemetry ask <question> <events> […]   answers a question of the app from files of events
user-telemetry preview <cdk.out> [dashboard]  draws dashboards before they are deployed
user-telemetry trace <id> <events> […]       shows the steps of a user, or finds who had errors
user-telemetry verify <cdk.out>              tells what telemetry has arrived, and why other has not
user-telemetry cost <cdk.out>                tells what telemetry costs in a month, and what would be cheaper

user-telemetry help <command>                tells more`;

const USAGES: { readonly [command: string]: string } = {
  run: RUN_USAGE,
  suggest: SUGGEST_USAGE,
  types: TYPES_USAGE,
  catalog: CATALOG_USAGE,
  replay: REPLAY_USAGE,
  ask: ASK_USAGE,
  preview: PREVIEW_USAGE,
  trace: TRACE_USAGE,
  verify: VERIFY_USAGE,
  cost: COST_USAGE,
};

const terminal = { print: (line: string) => console.log(line) };

async function main([command, ...args]: string[]): Promise<number> {
  const asksHelp = args.includes('--help') || args.includes('-h');
  switch (asksHelp ? 'help' : command) {
    case 'run':
      return run(readRunOptions(args), terminal);
    case 'suggest':
      return suggest(readSuggestOptions(args), terminal);
    case 'types':
      return types(readTypesOptions(args), terminal);
    case 'catalog':
      return catalog(readCatalogOptions(args), terminal);
    case 'replay':
      return replay(readReplayOptions(args), terminal);
    case 'ask':
      return ask(readAskOptions(args), terminal);
    case 'preview':
      return preview(readPreviewOptions(args), terminal);
    case 'trace':
      return trace(readTraceOptions(args), terminal);
    case 'verify':
      return verify(readVerifyOptions(args), { ...terminal, progress: (line) => console.error(line) });
    case 'cost':
      return cost(readCostOptions(args), terminal);
    case CHILD_COMMAND:
      await playAsChild();
      return 0;
    case 'help':
    case '--help':
    case '-h':
      terminal.print(USAGES[String(asksHelp ? command : args[0])] ?? USAGE);
      return 0;
    default:
      throw new CannotRun(command === undefined ? USAGE : `unknown command ${command}\n\n${USAGE}`);
  }
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    console.error(error instanceof CannotRun ? error.message : (error.stack ?? messageOf(error)));
    process.exitCode = 2;
  },
);
