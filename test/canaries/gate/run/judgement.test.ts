import {
  type GateCanary,
  type GateEvent,
  type GateRun,
  type GateServices,
  type Judgement,
  judge,
} from '../../../../src/canaries/gate/run/judgement';

const DRY_RUN = 'c0ffee00-0000-4000-8000-000000000000';
const START = 1_000_000;

/** The services as a test wants them, and a clock that passes only while somebody sleeps. */
class World implements GateServices {
  time = START;
  /** When an invocation ends, as Lambda counts. */
  deadline = START + 900_000;
  readonly asked: string[] = [];
  status = 'UPDATE_IN_PROGRESS';
  state: GateCanary = { state: 'RUNNING', browsers: 1, maxRetries: 0 };
  found: (time: number) => GateRun[] = () => [];
  starts: () => string = () => DRY_RUN;
  whole: string | undefined = 'RUNNING';

  readonly now = () => this.time;
  readonly sleep = async (milliseconds: number) => {
    this.time += milliseconds;
  };
  readonly remaining = () => this.deadline - this.time;
  readonly stackStatus = async () => this.note('stackStatus', this.status);
  readonly canary = async () => this.note('canary', this.state);
  readonly startDryRun = async () => this.note('startDryRun', this.starts());
  readonly dryRunStatus = async () => this.whole;
  readonly runs = async (_: string, dryRunId?: string) => this.note(`runs of ${dryRunId}`, this.found(this.time));

  private note<T>(what: string, value: T): T {
    this.asked.push(what);
    return value;
  }
}

const eventOf = (RequestType: GateEvent['RequestType'], more: Partial<GateEvent['ResourceProperties']> = {}) => ({
  RequestType,
  StackId: 'stack',
  ResourceProperties: { CanaryName: 'buy', TimeoutSeconds: '300', DryRun: 'true', ...more },
});
const runOf = (more: Partial<GateRun> = {}): GateRun => ({
  id: 'run1',
  state: 'PASSED',
  started: START,
  retryAttempt: 0,
  ...more,
});
const conflict = () => Object.assign(new Error('an operation is in progress'), { name: 'ConflictException' });

let world: World;
beforeEach(() => {
  world = new World();
});

/** As Lambda does it: an unfinished judgement is gone on with, by another invocation with time of its own. */
async function judgeToTheEnd(event: GateEvent): Promise<Judgement & { invocations: number }> {
  for (let invocations = 1; ; invocations++) {
    world.deadline = world.time + 900_000;
    const judgement = await judge(event, world);
    if (judgement.outcome !== 'unfinished') return { ...judgement, invocations };
    event = JSON.parse(JSON.stringify({ ...event, Progress: judgement.progress }));
  }
}

describe('a dry run', () => {
  test.each(['Create', 'Update'] as const)('that passes lets the %s of a stack go on', async (kind) => {
    world.found = (time) => (time < START + 40_000 ? [runOf({ state: 'RUNNING' })] : [runOf()]);
    expect(await judge(eventOf(kind), world)).toMatchObject({ outcome: 'passed' });
    expect(world.time).toBe(START + 40_000);
    expect(world.asked.filter((call) => call === 'startDryRun')).toHaveLength(1);
    expect(world.asked).toContain(`runs of ${DRY_RUN}`);
  });

  test('that fails fails it with the step and the address of the artifacts', async () => {
    const reason = 'step "check out", Expect.text("h1", "Thank you"): got "Sorry".';
    world.found = () => [runOf({ state: 'FAILED', reason, artifacts: 'bucket/buy/canary/us-east-1/buy/2026' })];
    expect(await judge(eventOf('Update'), world)).toEqual({
      outcome: 'failed',
      reason:
        'The canary buy failed: step "check out", Expect.text("h1", "Thank you"): got "Sorry". ' +
        'Artifacts: s3://bucket/buy/canary/us-east-1/buy/2026. Run: run1.',
    });
  });

  test('that fails without a reason or artifacts tells what there is', async () => {
    world.found = () => [runOf({ state: 'FAILED', reasonCode: 'EXECUTION_FAILURE' })];
    expect((await judge(eventOf('Create'), world)).reason).toBe('The canary buy failed: EXECUTION_FAILURE. Run: run1.');
  });

  test('has to pass in every browser', async () => {
    world.state = { ...world.state, browsers: 2 };
    world.found = (time) => (time < START + 60_000 ? [runOf()] : [runOf(), runOf({ id: 'run2', state: 'FAILED' })]);
    expect((await judge(eventOf('Create'), world)).reason).toContain('Run: run2');
    world.found = () => [runOf(), runOf({ id: 'run2' })];
    expect(await judge(eventOf('Create'), world)).toMatchObject({ outcome: 'passed' });
  });

  test('waits for an operation on the canary to end', async () => {
    world.starts = () => {
      if (world.time < START + 20_000) throw conflict();
      return DRY_RUN;
    };
    world.found = () => [runOf()];
    expect(await judge(eventOf('Update'), world)).toMatchObject({ outcome: 'passed' });
    expect(world.time).toBe(START + 20_000);
  });

  test('that never can be started times out, and says why', async () => {
    world.starts = () => {
      throw conflict();
    };
    expect(await judge(eventOf('Update'), world)).toEqual({
      outcome: 'failed',
      reason:
        'The canary buy did not finish within 300 seconds: no dry run could be started, since an operation is in progress.',
    });
    expect(world.time).toBe(START + 300_000);
  });

  test('that goes on for ever times out', async () => {
    world.found = () => [runOf({ state: 'RUNNING' })];
    expect(await judge(eventOf('Update'), world)).toEqual({
      outcome: 'failed',
      reason: `The canary buy did not finish within 300 seconds: dry run ${DRY_RUN} is still under way.`,
    });
  });

  test('that could not be prepared fails at once', async () => {
    world.whole = 'FAILED';
    const { outcome, reason } = await judge(eventOf('Update'), world);
    expect({ outcome, reason }).toEqual({
      outcome: 'failed',
      reason: `Dry run ${DRY_RUN} of the canary buy could not be played: FAILED.`,
    });
    expect(world.time).toBe(START);
  });

  test('that is refused throws what the service says', async () => {
    world.starts = () => {
      throw Object.assign(new Error('not authorized to perform iam:PassRole'), { name: 'AccessDeniedException' });
    };
    await expect(judge(eventOf('Create'), world)).rejects.toThrow('iam:PassRole');
  });

  test('goes on in other invocations when it takes longer than one can, without a second start', async () => {
    world.found = (time) => (time < START + 2_000_000 ? [runOf({ state: 'RUNNING' })] : [runOf()]);
    const judgement = await judgeToTheEnd(eventOf('Create', { TimeoutSeconds: '3300' }));
    expect(judgement).toMatchObject({ outcome: 'passed', invocations: 3 });
    expect(world.asked.filter((call) => call === 'startDryRun')).toHaveLength(1);
  });

  test('times out over several invocations at the same moment', async () => {
    await judgeToTheEnd(eventOf('Create', { TimeoutSeconds: '1500' }));
    expect(world.time).toBe(START + 1_500_000);
  });

  test('of an endless reason stays below what CloudFormation takes', async () => {
    world.found = () => [runOf({ state: 'FAILED', reason: 'x'.repeat(5000) })];
    expect((await judge(eventOf('Create'), world)).reason.length).toBeLessThan(2000);
  });
});

describe('a run of the schedule', () => {
  const scheduled = { DryRun: 'false' };

  test('counts if it started after the deployment', async () => {
    const old = runOf({ id: 'old', state: 'FAILED', started: START - 1 });
    world.found = (time) => (time < START + 60_000 ? [old] : [runOf({ started: START + 50_000 }), old]);
    expect(await judge(eventOf('Update', scheduled), world)).toMatchObject({ outcome: 'passed' });
    expect(world.asked).not.toContain('startDryRun');
    expect(world.time).toBe(START + 60_000);
  });

  test('fails only when its last retry fails', async () => {
    world.state = { ...world.state, maxRetries: 1 };
    const first = runOf({ id: 'first', state: 'FAILED' });
    world.found = (time) => (time < START + 60_000 ? [first] : [runOf({ id: 'second', retryAttempt: 1 }), first]);
    expect(await judge(eventOf('Update', scheduled), world)).toMatchObject({ outcome: 'passed' });
    world.found = () => [runOf({ id: 'second', state: 'FAILED', retryAttempt: 1, started: world.time }), first];
    expect((await judge(eventOf('Update', scheduled), world)).reason).toContain('Run: second');
  });

  test('that never comes times out', async () => {
    expect((await judge(eventOf('Update', scheduled), world)).reason).toBe(
      'The canary buy did not finish within 300 seconds: no run that started after the deployment has passed or failed.',
    );
  });

  test.each(['READY', 'STOPPED', 'ERROR'])('cannot come of a canary that is %s', async (state) => {
    world.state = { ...world.state, state };
    expect((await judge(eventOf('Update', scheduled), world)).reason).toContain(`buy is ${state}`);
  });
});

describe('nothing is run', () => {
  test('when the gate is deleted', async () => {
    expect(await judge(eventOf('Delete'), world)).toMatchObject({ outcome: 'passed' });
    expect(world.asked).toEqual([]);
  });

  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'])('in %s', async (status) => {
    world.status = status;
    expect(await judge(eventOf('Update'), world)).toMatchObject({ outcome: 'passed' });
    expect(world.asked).toEqual(['stackStatus']);
  });
});
