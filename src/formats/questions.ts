/** What is asked of the events, as `cdk synth` writes it into the assembly for the tool: metadata of the construct. */
export const QUESTION = 'cdk-user-telemetry:question';

export interface QuestionDocument {
  /** Such as `funnel` or `active-users`. */
  readonly kind: string;
  readonly title: string;
  /** The table that the statements read. */
  readonly table: string;
  /** Columns that the table has beyond those of every pipeline, by name. */
  readonly properties: { readonly [column: string]: 'string' | 'bigint' | 'double' | 'boolean' };
  /** The first is the answer; the others tell more. */
  readonly statements: readonly { readonly name: string; readonly sql: string }[];
}
