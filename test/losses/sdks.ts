import { join, resolve } from 'node:path';

/** An application with OpenTelemetry's SDK of a language. */
export interface Sdk {
  readonly name: string;
  readonly command: readonly string[];
  /** What its users are told to set. */
  readonly environment?: Record<string, string>;
}

const INSTALLED = resolve(__dirname, '../../.cache/sdks');

/** With the packages that tests have anyway. */
export const JAVASCRIPT: Sdk = {
  name: 'JavaScript',
  command: [process.execPath, join(__dirname, 'sdks/javascript/application.mjs')],
};

/** What scripts/test installs and builds of ./sdks. */
export const SDKS: readonly Sdk[] = [
  { name: 'JavaScript', command: [process.execPath, `${INSTALLED}/javascript/application.mjs`] },
  {
    name: 'Python',
    command: [`${INSTALLED}/python/.venv/bin/python`, `${INSTALLED}/python/application.py`],
    // Seconds, in this SDK alone.
    environment: { OTEL_EXPORTER_OTLP_TIMEOUT: '45' },
  },
  {
    name: 'Java',
    command: [
      'java',
      '-Xmx64m',
      '-cp',
      `${INSTALLED}/java/target/classes:${INSTALLED}/java/target/lib/*`,
      'Application',
    ],
  },
  { name: 'Go', command: [`${INSTALLED}/go/app`] },
];
