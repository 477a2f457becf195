import { App, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EndOfSupport, PinpointProject } from '../../../src/events';

const ID = '0123456789abcdef0123456789abcdef';
const acknowledgement = EndOfSupport.PINPOINT_2026_10_30;

describe('an imported Pinpoint project', () => {
  test('defines nothing, and grants to put events in it and no more', () => {
    const stack = new Stack();
    const project = PinpointProject.fromProjectId(stack, 'Project', ID);
    project.grants.putEvents(new iam.User(stack, 'User'));

    const template = Template.fromStack(stack);
    expect(Object.keys(template.findResources('AWS::Pinpoint::App'))).toEqual([]);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'mobiletargeting:PutEvents',
            Effect: 'Allow',
            Resource: { 'Fn::Join': ['', Match.arrayWith([`:apps/${ID}/events`])] },
          },
        ],
      },
    });
  });

  test.each(['MyProject', ID.toUpperCase(), `apps/${ID}`, ''])('is refused with the id %p', (id) => {
    expect(() => PinpointProject.fromProjectId(new Stack(), 'Project', id)).toThrow(
      `[Default/Project] projectId: got ${JSON.stringify(id)}, expected 32 hexadecimal digits in lower case`,
    );
  });

  test('is not judged by a token', () => {
    const projectId = Lazy.string({ produce: () => 'later' });
    expect(() => PinpointProject.fromProjectId(new Stack(), 'Project', projectId)).not.toThrow();
  });
});

describe('a new Pinpoint project', () => {
  test('is refused without an acknowledgement, with what succeeds Pinpoint', () => {
    expect(() => new PinpointProject(new Stack(), 'Project')).toThrow(
      /\[Default\/Project\] acknowledgement: got undefined, expected EndOfSupport\.PINPOINT_2026_10_30, .*October 30, 2026; .*Kinesis.*Connect.*End User Messaging.*SES.*fromProjectId/,
    );
  });

  test('warns under an id that can be acknowledged', () => {
    const stack = new Stack();
    new PinpointProject(stack, 'Project', { acknowledgement });
    Annotations.fromStack(stack).hasWarning(
      '/Default/Project',
      Match.stringLikeRegexp('October 30, 2026.*cdk-user-telemetry:pinpoint-end-of-support'),
    );
  });

  test('is retained with its settings and its event stream', () => {
    const stack = new Stack();
    new PinpointProject(stack, 'Project', { acknowledgement });
    const template = Template.fromStack(stack);
    for (const type of ['App', 'ApplicationSettings', 'EventStream']) {
      template.hasResource(`AWS::Pinpoint::${type}`, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
    template.hasResourceProperties('AWS::Pinpoint::ApplicationSettings', {
      CloudWatchMetricsEnabled: true,
      QuietTime: { Start: '22:00', End: '08:00' },
    });
  });

  test('goes with its settings, its event stream and its events where that is stated', () => {
    const stack = new Stack();
    new PinpointProject(stack, 'Project', { acknowledgement, removalPolicy: RemovalPolicy.DESTROY });
    const template = Template.fromStack(stack);
    for (const type of ['Pinpoint::App', 'Pinpoint::ApplicationSettings', 'Pinpoint::EventStream', 'S3::Bucket']) {
      template.hasResource(`AWS::${type}`, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    }
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  test('delivers its events into an encrypted bucket by default', () => {
    const stack = new Stack();
    const project = new PinpointProject(stack, 'Project', { acknowledgement });
    expect(project.eventBucket).toBeDefined();
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Kinesis::Stream', 0);
    template.hasResourceProperties('AWS::S3::Bucket', { BucketEncryption: Match.anyValue() });
    const [delivery] = Object.keys(template.findResources('AWS::KinesisFirehose::DeliveryStream'));
    template.hasResourceProperties('AWS::Pinpoint::EventStream', {
      DestinationStreamArn: { 'Fn::GetAtt': [delivery, 'Arn'] },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['firehose:DescribeDeliveryStream', 'firehose:PutRecordBatch'],
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [delivery, 'Arn'] },
          },
        ],
      },
    });
  });

  test('puts its events into the stream that is given, once its role may', () => {
    const stack = new Stack();
    const eventStream = new kinesis.Stream(stack, 'Stream', { encryption: kinesis.StreamEncryption.KMS });
    const project = new PinpointProject(stack, 'Project', { acknowledgement, eventStream });
    expect(project.eventBucket).toBeUndefined();
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 0);
    template.hasResource('AWS::Pinpoint::EventStream', {
      Properties: { DestinationStreamArn: stack.resolve(eventStream.streamArn) },
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ProjectEventStreamRoleDefaultPolicy')]),
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: ['kinesis:DescribeStream', 'kinesis:PutRecords'] }),
          Match.objectLike({ Action: 'kms:GenerateDataKey' }),
        ],
      },
    });
  });

  test('lets Pinpoint assume its role for this project in this account only', () => {
    const stack = new Stack();
    const project = new PinpointProject(stack, 'Project', { acknowledgement });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'pinpoint.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': stack.resolve(project.projectArn) },
            },
          },
        ],
      },
    });
  });

  test('keeps the name that is given, and two without a name coexist', () => {
    const stack = new Stack();
    new PinpointProject(stack, 'Named', { acknowledgement, projectName: 'shop' });
    new PinpointProject(stack, 'First', { acknowledgement });
    new PinpointProject(stack, 'Second', { acknowledgement });
    const apps = Object.values(Template.fromStack(stack).findResources('AWS::Pinpoint::App'));
    const names = apps.map((app) => app.Properties.Name);
    expect(names).toContain('shop');
    expect(new Set(names).size).toBe(3);
  });

  test('passes AwsSolutions', () => {
    const app = new App();
    new PinpointProject(new Stack(app, 'Stack'), 'Project', { acknowledgement });
    app.synth();
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });
});
