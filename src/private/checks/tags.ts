import { type CfnResource, Stack, type TagManager, Token } from 'aws-cdk-lib';
import { describe } from '../errors';

/** What CloudWatch RUM and Synthetics take of tags, which is less than other services do. */
const MAX_TAGS = 50;

/**
 * What is wrong with the tags of an app monitor or a canary, its own and those of its stack, which CloudFormation passes on.
 * What `Tags.of()` adds is known at synth only.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-add-tags.html
 * @see https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_TagResource.html
 * @see https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_TagResource.html
 */
export function tagProblems(resource: CfnResource & { readonly tags: TagManager }): string[] {
  const tags = Object.entries({ ...Stack.of(resource).tags.tagValues(), ...resource.tags.tagValues() });
  const problem = (got: unknown, expected: string, fix: string) => describe({ what: 'tags', got, expected, fix });
  const problems = tags.length > MAX_TAGS ? [problem(tags.length, `at most ${MAX_TAGS}`, 'remove some')] : [];
  for (const [key, value] of tags) {
    // The class has a range from "+" to "=", with digits, as the service's own pattern has.
    if (!Token.isUnresolved(key) && !/^(?!aws:)[a-zA-Z+-=._:/]{1,128}$/.test(key)) {
      const expected = 'keys of 1 to 128 letters, digits or "+,-./:;<=_", not beginning with "aws:"';
      problems.push(
        problem(key, expected, `rename the tag, or exclude ${resource.cfnResourceType} and aws:cdk:stack from it`),
      );
    }
    if (!Token.isUnresolved(value) && value.length > 256) {
      problems.push(problem(value, 'values of at most 256 characters', `shorten the value of "${key}"`));
    }
  }
  return problems;
}
