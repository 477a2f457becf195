import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Resource } from './replay';

// biome-ignore lint/suspicious/noExplicitAny: templates are JSON of any shape
type Json = any;

const TYPES = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'] as const;

/**
 * The alarms of a stack, composite ones last, as they would be deployed: named after their logical ids.
 *
 * @param instead properties that all of them have instead of their own
 */
export function alarmsOf(stack: Stack, instead: object = {}): Resource[] {
  const template = Template.fromStack(stack);
  const { Resources } = template.toJSON();
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    if (value.Ref) return Resources[value.Ref]?.Properties?.Name ?? value.Ref;
    // The ARN of an alarm: the lab takes its name, too.
    if (value['Fn::GetAtt']) return value['Fn::GetAtt'][0];
    if (value['Fn::Join']) return value['Fn::Join'][1].map(resolve).join('');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
  };
  return TYPES.flatMap((Type) =>
    Object.entries<Json>(template.findResources(Type)).map(([LogicalId, { Properties }]) => ({
      LogicalId,
      Type,
      Properties: { ...resolve(Properties), AlarmName: LogicalId, ...instead },
    })),
  );
}
