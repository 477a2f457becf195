/** The package `yaml`, which ships once, for constructs and this tool: see scripts/lib/bundle.ts. */
interface Yaml {
  parseAllDocuments(text: string, options: { readonly merge: boolean }): Document[];
}

interface Document {
  readonly errors: readonly Error[];
  toJS(): unknown;
}

/** The first document of a text. It throws where that is no YAML. */
export function readYaml(text: string): unknown {
  const { parseAllDocuments } = require('../../assets/yaml/index.js') as Yaml;
  const [document] = parseAllDocuments(text, { merge: true });
  const [error] = document?.errors ?? [];
  if (error) throw error;
  return document?.toJS();
}
