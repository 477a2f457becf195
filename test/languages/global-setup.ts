import { publishedPackage } from './helpers/package';
import { prepareSample, synthesizeTypeScript } from './helpers/sample';

/** What every language is built from and held against. */
export default async function setup(): Promise<void> {
  await prepareSample(await publishedPackage());
  await synthesizeTypeScript();
}
