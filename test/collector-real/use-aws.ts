import { FakeAws } from './fake-aws';
import { configuration, RunningCollector } from './running-collector';

interface Used {
  readonly aws: FakeAws;
  /** A collector that exports to it, with our default configuration or another one; it ends with the test. */
  start(content?: string): Promise<RunningCollector>;
}

/** One fake AWS for the tests of a file, which has forgotten the last test. */
export function useAws(): Used {
  const aws = new FakeAws();
  const running: RunningCollector[] = [];
  beforeAll(() => aws.listen());
  beforeEach(() => aws.forget());
  afterEach(() => Promise.all(running.splice(0).map((collector) => collector.kill())));
  afterAll(() => aws.stop());
  return {
    aws,
    async start(content = configuration()) {
      const collector = await RunningCollector.start(content, aws.url);
      running.push(collector);
      return collector;
    },
  };
}
