/** Reads what `cdk synth` has written: stacks, nested stacks and stages, and their assets. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotRun, messageOf } from '../common/cannot-run';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export interface StackTemplate {
  /** The path of the stack in the app. */
  readonly name: string;
  /** What CloudFormation calls the stack; of a nested one the outermost. */
  readonly stackName: string;
  /** Logical ids of the nested stacks that lead here, from the one at the top. */
  readonly nestedIn: readonly string[];
  readonly resources: Readonly<Record<string, Resource>>;
  readonly parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  /** `aws://<account>/<region>`; either may be unknown. */
  readonly environment: string;
  /** Where resources are in the app, by their logical ids, where the templates don't tell. */
  readonly paths: ReadonlyMap<string, string>;
  /** Files and folders that get deployed, by the hash in their S3 key. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly displayName?: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly directoryName?: string;
    readonly file?: string;
    readonly stackName?: string;
  };
  readonly metadata?: ArtifactMetadata;
  readonly additionalMetadataFile?: string;
}

/** By the paths of constructs. */
type ArtifactMetadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

const NESTED_ASSEMBLY = 'cdk:cloud-assembly';
const NESTED_STACK = 'AWS::CloudFormation::Stack';

export function readAssembly(directory: string): StackTemplate[] {
  const artifacts = artifactsOf(directory);
  const assets = assetsOf(
    directory,
    artifacts.map(([, artifact]) => artifact),
  );
  return artifacts.flatMap(([id, artifact]) => {
    const { templateFile, directoryName, stackName = id } = artifact.properties ?? {};
    if (artifact.type === NESTED_ASSEMBLY && directoryName) return readAssembly(join(directory, directoryName));
    if (artifact.type !== 'aws:cloudformation:stack' || !templateFile) return [];
    const paths = pathsOf(directory, artifact);
    const stack = {
      name: artifact.displayName ?? id,
      stackName,
      nestedIn: [],
      environment: artifact.environment ?? '',
      paths,
      assets,
    };
    return templates(directory, templateFile, stack);
  });
}

/** What constructs tell of themselves, of one type: by their paths in the app. */
export function readMetadata(directory: string, type: string): { readonly path: string; readonly data: unknown }[] {
  return artifactsOf(directory).flatMap(([, artifact]) => {
    const { directoryName } = artifact.properties ?? {};
    if (artifact.type === NESTED_ASSEMBLY && directoryName) return readMetadata(join(directory, directoryName), type);
    return Object.entries(metadataOf(directory, artifact)).flatMap(([path, entries]) =>
      entries.filter((entry) => entry.type === type).map(({ data }) => ({ path: path.replace(/^\//, ''), data })),
    );
  });
}

function artifactsOf(directory: string): [id: string, artifact: Artifact][] {
  if (!existsSync(join(directory, 'manifest.json'))) {
    throw new CannotRun(
      `${resolve(directory)} is no cloud assembly: it has no manifest.json. Run \`npx cdk synth\` and pass its output folder, cdk.out`,
    );
  }
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(join(directory, 'manifest.json'));
  return Object.entries(artifacts);
}

function metadataOf(directory: string, { metadata = {}, additionalMetadataFile }: Artifact): ArtifactMetadata {
  const more = additionalMetadataFile ? readJson<ArtifactMetadata>(join(directory, additionalMetadataFile)) : {};
  return { ...metadata, ...more };
}

/** A template and those of its nested stacks. */
function templates(
  directory: string,
  file: string,
  stack: Omit<StackTemplate, 'resources' | 'parameters'>,
): StackTemplate[] {
  const { Resources: resources = {}, Parameters: parameters = {} } = readJson<{
    Resources?: StackTemplate['resources'];
    Parameters?: StackTemplate['parameters'];
  }>(resolve(directory, file));
  const nested = Object.entries(resources).flatMap(([id, { Type, Properties, Metadata }]) => {
    if (Type !== NESTED_STACK) return [];
    const path = Metadata?.['aws:asset:path'] ?? assetIn(Properties?.TemplateURL, stack.assets);
    const within = { ...stack, name: `${stack.name}/${id}`, nestedIn: [...stack.nestedIn, id] };
    return typeof path === 'string' ? templates(directory, path, within) : [];
  });
  return [{ ...stack, resources, parameters }, ...nested];
}

/** Whether a stack is what a person calls so: its path in the app, its name, or what it is nested in. */
export function isCalled({ name, stackName }: Pick<StackTemplate, 'name' | 'stackName'>, called: string): boolean {
  return [name, stackName].includes(called) || name.startsWith(`${called}/`);
}

/** Where a resource is in the app, to the CloudFormation resource itself; nothing where nobody tells. */
export function pathOf(
  { resources, paths }: Pick<StackTemplate, 'resources' | 'paths'>,
  logicalId: string,
): string | undefined {
  const path = resources[logicalId]?.Metadata?.['aws:cdk:path'] ?? paths.get(logicalId);
  return typeof path === 'string' ? path : undefined;
}

/** The asset whose hash a value of a template holds. */
export function assetIn(value: unknown, assets: StackTemplate['assets']): string | undefined {
  const text = JSON.stringify(value ?? '');
  return [...assets].find(([hash]) => text.includes(hash))?.[1];
}

function pathsOf(directory: string, artifact: Artifact): Map<string, string> {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadataOf(directory, artifact))) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId') paths.set(String(data), path.replace(/^\//, ''));
    }
  }
  return paths;
}

/** Assets of today's synthesizers have a manifest of their own; those of the first one are metadata of the stacks. */
function assetsOf(directory: string, artifacts: Artifact[]): Map<string, string> {
  const assets = new Map<string, string>();
  for (const { type, properties, metadata = {} } of artifacts) {
    if (type === 'cdk:asset-manifest' && properties?.file) {
      const { files = {} } = readJson<{ files?: Record<string, { source?: { path?: string } }> }>(
        join(directory, properties.file),
      );
      for (const [hash, { source }] of Object.entries(files)) {
        if (source?.path) assets.set(hash, resolve(directory, source.path));
      }
    }
    for (const { type: kind, data } of Object.values(metadata).flat()) {
      const { path, id } = (data ?? {}) as { path?: string; id?: string };
      if (kind === 'aws:cdk:asset' && path && id) assets.set(id, resolve(directory, path));
    }
  }
  return assets;
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotRun(`${file} can't be read: ${messageOf(error)}`);
  }
}
