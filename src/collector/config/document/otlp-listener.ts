import { type CollectorDocument, OTLP_PORTS, type Settings, typeOf } from './collector-document';

/** Where a collector takes OTLP, by protocol. */
export type OtlpListener = { readonly [protocol in keyof typeof OTLP_PORTS]?: number };

/** What the pipelines of a configuration are fed by. Of a port that only the environment tells, the usual one is taken. */
export function otlpListener({ receivers, service }: CollectorDocument): OtlpListener {
  const used = new Set(Object.values(service.pipelines).flatMap((pipeline) => pipeline.receivers));
  const otlp = Object.entries(receivers).filter(([id]) => typeOf(id) === 'otlp' && used.has(id));
  const found = otlp.flatMap(([, { protocols }]) =>
    Object.entries((protocols ?? {}) as { [protocol in keyof typeof OTLP_PORTS]?: Settings | null }).map(
      ([protocol, settings]) => {
        const usual = OTLP_PORTS[protocol as keyof typeof OTLP_PORTS];
        const [, port = usual] = /:(\d+)$/.exec(String(settings?.endpoint ?? '')) ?? [];
        return [protocol, Number(port)];
      },
    ),
  );
  return Object.fromEntries(found.reverse()); // the first of several counts
}

/** Whether a pipeline is fed by OTLP. */
export function takesOtlp({ receivers }: { readonly receivers: readonly string[] }): boolean {
  return receivers.some((id) => typeOf(id) === 'otlp');
}
