import { asset } from '../../../private/assets';
import type { Settings } from './collector-document';

/** The parts of the package `yaml` that are bundled, see scripts/lib/bundle.ts. */
interface Yaml {
  parseAllDocuments(text: string, options: { readonly merge: boolean }): Document[];
  isScalar(node: unknown): node is Scalar;
  visit(document: Document, visitor: Visitor): void;
}

interface Document {
  readonly errors: readonly Error[];
  toJS(): unknown;
}

interface Scalar {
  readonly type?: string;
  readonly tag?: string;
  readonly source?: string;
  value: unknown;
}

interface Visitor {
  Scalar(key: unknown, node: Scalar): void;
  Pair(key: unknown, node: { readonly key: unknown }): void;
}

/**
 * Reads YAML or JSON as a collector does, which has go.yaml.in/yaml/v3 v3.0.4: the first document of a file, in which `<<`
 * merges. Scalars differ from YAML 1.2 where that package keeps what was valid in 1.1.
 *
 * @throws Error with a text that says what is wrong
 * @see https://pkg.go.dev/go.yaml.in/yaml/v3#readme-compatibility
 */
export function readYaml(text: string): Settings {
  const yaml = require(asset('yaml', 'index.js')) as Yaml;
  const [document, ...others] = yaml.parseAllDocuments(text, { merge: true });
  if (!document) throw new Error('it is empty');
  const [error] = document.errors;
  if (error) throw new Error(error.message.split('\n')[0]);
  if (others.some((other) => (other.toJS() ?? null) !== null)) {
    throw new Error('a second document follows, which the collector leaves out');
  }
  yaml.visit(document, {
    Scalar: (_, node) => {
      if (node.type === 'PLAIN' && !node.tag && node.source !== undefined) node.value = plainValue(node.source);
    },
    Pair: (_, { key }) => {
      if (!yaml.isScalar(key)) throw new Error('a key is an object or a list: quote what is in braces');
    },
  });
  return document.toJS() as Settings;
}

const KEYWORDS: { readonly [text: string]: unknown } = {
  ...Object.fromEntries(['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null])),
  ...Object.fromEntries(['true', 'True', 'TRUE'].map((text) => [text, true])),
  ...Object.fromEntries(['false', 'False', 'FALSE'].map((text) => [text, false])),
};
const RADIX = { '0x': 16, '0o': 8, '0b': 2 } as const;

function plainValue(source: string): unknown {
  if (source in KEYWORDS) return KEYWORDS[source];
  if (!/^[-+.\d]/.test(source)) return source;
  if (/^\d{4}-\d\d?-\d\d?([Tt ].*)?$/.test(source)) {
    throw new Error(`${source} would be a time: put it in quotes`);
  }
  if (/^[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$/.test(source)) throw new Error(`${source} is no number of JSON`);
  const plain = source.replaceAll('_', '');
  const [, sign, prefix, digits] = /^([-+]?)(0[xob])([\da-fA-F]+)$/.exec(plain) ?? [];
  if (prefix) {
    const value = Number.parseInt(digits, RADIX[prefix as keyof typeof RADIX]);
    return sign === '-' ? -value : value;
  }
  if (/^[-+]?0[0-7]+$/.test(plain)) return Number.parseInt(plain.replace(/^([-+]?)0/, '$1'), 8);
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(plain)) return source;
  if (!Number.isFinite(Number(plain))) throw new Error(`${source} is no number of JSON`);
  return Number(plain);
}
