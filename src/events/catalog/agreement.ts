import type { IConstruct } from 'constructs';
import type { CatalogDocument } from '../../formats/events/catalog';
import { describe } from '../../private/errors';
import { type Changes, changesOf, readCommitted, writeCommitted } from './committed-catalog';

/** Says that the file may be written: additions only, or what breaks senders and questions, too. */
const CONTEXT = 'cdk-user-telemetry:catalog';

/** What is wrong with a catalog beside the file that was committed. Writes the file where one says so. */
export function disagreements(scope: IConstruct, file: string, document: CatalogDocument): string[] {
  const told: unknown = scope.node.tryGetContext(CONTEXT);
  const problem = (got: string, expected: string, fix: string) => [
    describe({ what: `committedFile ${file}`, got, expected, fix }),
  ];
  let before: ReturnType<typeof readCommitted>;
  let changes: Changes;
  try {
    before = readCommitted(file);
    changes = changesOf(before, document);
  } catch (error) {
    return problem((error as Error).message, 'what cdk synth wrote', 'take it from version control, or delete it');
  }
  const { impossible, breaking, others } = changes;
  if (impossible.length > 0) {
    return problem(
      impossible.join('; '),
      'columns of the types that files have',
      'declare the property under another name',
    );
  }
  if (breaking.length > 0 && told !== 'break') {
    const fix = `mend the catalog; or where that is meant, cdk synth -c ${CONTEXT}=break and commit the file`;
    return problem([...breaking, ...others].join('; '), 'nothing that senders or questions rely on to be gone', fix);
  }
  if (breaking.length + others.length === 0) return [];
  if (told !== 'update' && told !== 'break') {
    return problem(
      others.join('; '),
      'the catalog as it was committed',
      `cdk synth -c ${CONTEXT}=update and commit the file`,
    );
  }
  writeCommitted(file, before, document);
  return [];
}
