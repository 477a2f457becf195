import { APPLICATIONS } from './applications';
import { expectTheWalk } from './expectations';

/** One walk through production builds of many frameworks: `test/frameworks/NAME` has their sources. */
describe.each(
  APPLICATIONS.map((application) => [[application.name, application.dist].join(' ').trim(), application] as const),
)('%s', (_, application) => expectTheWalk(application));
