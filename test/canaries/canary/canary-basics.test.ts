import { Duration, Size, Stack, Token } from 'aws-cdk-lib';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-synthetics';
import { Expect, Journey, JourneyCanary, type JourneyCanaryProps, JourneySchedule } from '../../../src/canaries';

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));

function define(props: Partial<JourneyCanaryProps> = {}): JourneyCanary {
  return new JourneyCanary(new Stack(), 'Buy', { journey, ...props });
}

describe('refused at synth, with path, value and fix:', () => {
  const runtime = (name: string) => new Runtime(name, RuntimeFamily.NODEJS);
  const NAME = 'expected 1 to 255 lower-case letters, digits, "_" or "-"';
  const TIMEOUT = 'expected a whole number from 3 to 840';
  const hourly = JourneySchedule.every(Duration.hours(1));

  test.each<[string, Partial<JourneyCanaryProps>, string]>([
    ['a name with capitals', { canaryName: 'Buy' }, `canaryName: got "Buy", ${NAME}`],
    ['an empty name', { canaryName: '' }, NAME],
    ['a name of 256 characters', { canaryName: 'a'.repeat(256) }, NAME],
    [
      '30 seconds between runs',
      { schedule: JourneySchedule.every(Duration.seconds(30)) },
      'schedule interval (in minutes): got 0.5, expected a whole number from 1 to 60',
    ],
    ['90 seconds between runs', { schedule: JourneySchedule.every(Duration.seconds(90)) }, 'got 1.5, expected'],
    ['61 minutes between runs', { schedule: JourneySchedule.every(Duration.minutes(61)) }, 'got 61, expected'],
    ['no time between runs', { schedule: JourneySchedule.every(Duration.minutes(0)) }, 'got 0, expected'],
    ['a timeout of 2 seconds', { timeout: Duration.seconds(2) }, `timeout (in seconds): got 2, ${TIMEOUT}`],
    ['a timeout of 841 seconds', { timeout: Duration.seconds(841), schedule: hourly }, `got 841, ${TIMEOUT}`],
    ['a timeout of 3.5 seconds', { timeout: Duration.millis(3500) }, `got 3.5, ${TIMEOUT}`],
    [
      'a timeout beyond the next run',
      { timeout: Duration.minutes(6) },
      'timeout (in seconds): got 360, expected at most 300, the interval of the schedule',
    ],
    [
      'too little memory',
      { memory: Size.mebibytes(896) },
      'memory (in MiB): got 896, expected a multiple of 64 from 960 to 3008',
    ],
    ['too much memory', { memory: Size.mebibytes(3072) }, 'got 3072, expected a multiple of 64'],
    ['1000 MiB of memory', { memory: Size.mebibytes(1000) }, 'got 1000, expected a multiple of 64'],
    [
      'no retention',
      { retention: Duration.days(0) },
      'retention (in days): got 0, expected a whole number from 1 to 1024',
    ],
    ['1025 days of retention', { retention: Duration.days(1025) }, 'got 1025, expected a whole number from 1 to 1024'],
    ['half a day of retention', { retention: Duration.hours(12) }, 'got 0.5, expected a whole number from 1 to 1024'],
    [
      'a Puppeteer runtime',
      { runtime: runtime('syn-nodejs-puppeteer-13.0') },
      'runtime: got "syn-nodejs-puppeteer-13.0", expected a runtime of the family syn-nodejs-playwright, such as syn-nodejs-playwright-9.0',
    ],
    [
      'no version of a runtime',
      { runtime: runtime('syn-nodejs-playwright-x') },
      'expected a runtime of the family syn-nodejs-playwright',
    ],
    [
      'an old Playwright runtime',
      { runtime: runtime('syn-nodejs-playwright-5.0') },
      'expected syn-nodejs-playwright-5.1 or newer, since older ones have no @aws/synthetics-playwright',
    ],
    [
      'a journey without steps',
      { journey: Journey.startAt('https://a.example') },
      'journey: got [], expected at least one step',
    ],
  ])('%s', (_case, props, message) => {
    expect(() => define(props)).toThrow(/^\[Default\/Buy\] /);
    expect(() => define(props)).toThrow(message);
  });

  test.each<[string, Partial<JourneyCanaryProps>]>([
    ['a name of 255 characters', { canaryName: 'a'.repeat(255) }],
    ['a name that is a token', { canaryName: Token.asString({ Ref: 'Name' }) }],
    ['a timeout of 3 seconds', { timeout: Duration.seconds(3) }],
    ['a timeout as long as the interval', { timeout: Duration.minutes(5) }],
    ['960 MiB of memory', { memory: Size.mebibytes(960) }],
    ['a day of retention', { retention: Duration.days(1) }],
    ['a runtime newer than this library', { runtime: runtime('syn-nodejs-playwright-10.0') }],
    ['the oldest runtime with its namespace', { runtime: runtime('syn-nodejs-playwright-5.1') }],
  ])('but not %s', (_case, props) => {
    expect(() => define(props)).not.toThrow();
  });
});
