import { FAULTS, type Fault } from './faults';
import type { Outcome } from './measure';
import type { Sdk } from './sdks';
import { GRPC, HTTP, OTLP, type Way } from './ways';

export interface Cell {
  readonly sdk: Sdk;
  readonly way: Way;
  readonly fault: Fault;
}

export const WAYS: readonly Way[] = [HTTP, GRPC, OTLP];

export function cellsOf(sdks: readonly Sdk[], ways = WAYS, faults = FAULTS): Cell[] {
  return faults
    .flatMap((fault) => sdks.flatMap((sdk) => ways.map((way) => ({ sdk, way, fault }))))
    .filter(({ way, fault }) => !(fault.needsRequests && way === GRPC));
}

/** A table of each way: sent / arrived. */
export function tables(measured: readonly (Cell & { outcome: Outcome })[]): string {
  return WAYS.map((way) => {
    const ofWay = measured.filter((one) => one.way === way);
    const sdks = [...new Set(ofWay.map(({ sdk }) => sdk.name))];
    const rows = [...new Set(ofWay.map(({ fault }) => fault.name))].map((fault) => {
      const cells = sdks.map((sdk) => {
        const { sent, arrived } = ofWay.find((one) => one.fault.name === fault && one.sdk.name === sdk)?.outcome ?? {};
        if (sent === undefined) return '';
        return sent === arrived ? `${sent} / ${arrived}` : `${sent} / **${arrived}**`;
      });
      return `| ${fault} | ${cells.join(' | ')} |`;
    });
    return [`| ${way.name} | ${sdks.join(' | ')} |`, `|---|${'---|'.repeat(sdks.length)}`, ...rows].join('\n');
  }).join('\n\n');
}
