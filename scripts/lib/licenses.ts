import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The licenses of the packages whose code is in the bundles, as their terms ask for; each text once. */
export function thirdPartyLicenses(root: string, bundles: Metafile[]): string {
  const names = new Map<string, string[]>();
  for (const folder of new Set(bundles.flatMap(packageFolders))) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const text = licenseText(join(root, folder), license);
    names.set(text, [...(names.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...names]
    .map(([text, packages]) => `${packages.sort().join('\n')}\n\n${text.trim()}\n`)
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** node_modules/@scope/name of what is left in a bundle; what esbuild has shaken off doesn't ship. */
function packageFolders(bundle: Metafile): string[] {
  return Object.values(bundle.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
}

function licenseText(folder: string, license: string): string {
  const texts = readdirSync(folder)
    .filter((file) => /^(license|licence|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  // Some packages state their license in package.json only.
  return texts.length > 0 ? texts.join('\n') : `The package is licensed under ${license} and holds no text of it.`;
}
