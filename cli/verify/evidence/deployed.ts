import { pathOf, type StackTemplate } from '../../assembly/assembly';
import { literalOf } from '../../assembly/intrinsics';
import { everyPage } from '../../aws/connect';
import { CannotTell, type Reader } from './reader';

/** A stack of the app, and what CloudFormation has made of it. */
export interface Deployed {
  readonly template: StackTemplate;
  readonly reader: Reader;
  readonly region: string;
  /** Physical ids by logical ids: names for most types. Those that are not deployed are missing. */
  readonly physicalIds: ReadonlyMap<string, string>;
  /** When CloudFormation last made or changed each, by logical ids. */
  readonly changes: ReadonlyMap<string, Date>;
  readonly status: string;
  /** When it was last created or changed. */
  readonly changedAt: Date;
}

const NESTED = 'AWS::CloudFormation::Stack';

/** Nothing if the stack is not there. */
export async function deployedStack(
  template: StackTemplate,
  region: string,
  reader: Reader,
): Promise<Deployed | undefined> {
  const { cloudFormation } = reader.aws;
  const described = await reader.ask('cloudformation:DescribeStacks', () =>
    cloudFormation.describeStacks({ StackName: template.stackName }),
  );
  const stack = described?.Stacks?.[0];
  if (!stack?.StackStatus || ['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS'].includes(stack.StackStatus)) return undefined;
  let resources = await resourcesOf(reader, template.stackName);
  for (const logicalId of template.nestedIn) {
    const nested = resources.find((one) => one.logicalId === logicalId && one.type === NESTED)?.physicalId;
    if (!nested) return undefined;
    resources = await resourcesOf(reader, nested);
  }
  return {
    template,
    reader,
    region,
    physicalIds: new Map(resources.map(({ logicalId, physicalId }) => [logicalId, physicalId])),
    changes: new Map(resources.flatMap(({ logicalId, changedAt }) => (changedAt ? [[logicalId, changedAt]] : []))),
    status: stack.StackStatus,
    changedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? new Date(0),
  };
}

interface Made {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly changedAt?: Date;
}

async function resourcesOf(reader: Reader, stackName: string): Promise<Made[]> {
  const { listStackResources } = reader.aws.cloudFormation;
  const found = await reader.ask('cloudformation:ListStackResources', () =>
    everyPage(listStackResources, { StackName: stackName }, (answer) => answer.StackResourceSummaries),
  );
  return (found ?? []).flatMap((made) => {
    const { LogicalResourceId: logicalId, PhysicalResourceId: physicalId, ResourceType: type = '' } = made;
    return logicalId && physicalId ? [{ logicalId, physicalId, type, changedAt: made.LastUpdatedTimestamp }] : [];
  });
}

export interface Found {
  readonly logicalId: string;
  /** Where it is in the app, without what each resource's path ends with. */
  readonly path: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of a type, as the app declares them. */
export function resourcesOfType(template: StackTemplate, type: string): Found[] {
  return Object.entries(template.resources)
    .filter(([, { Type }]) => Type === type)
    .map(([logicalId, { Properties = {} }]) => {
      const path = pathOf(template, logicalId)?.replace(/(\/(Resource|AppMonitor|Canary|Function))+$/, '');
      return { logicalId, properties: Properties, path: path ?? `${template.name}/${logicalId}` };
    });
}

/** The name that CloudFormation gave; an error that says so where it has made nothing. */
export function nameOf({ physicalIds }: Deployed, { logicalId }: Found): string {
  const name = physicalIds.get(logicalId);
  if (name === undefined) throw new CannotTell('it is not deployed: deploy the stack as it is now');
  return name;
}

/** The text of a value of the template, as it was deployed; nothing where this can't be told from here. */
export function textOf(value: unknown, deployed: Deployed): string | undefined {
  const { region, physicalIds, template } = deployed;
  return literalOf(value, template.environment, (name) => (name === 'AWS::Region' ? region : physicalIds.get(name)));
}
