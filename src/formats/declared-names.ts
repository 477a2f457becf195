/** What a web application declares, as `cdk synth` writes it into the assembly for the tool: metadata of the construct. */

export const DECLARED_NAMES = 'cdk-user-telemetry:declared-names';

export interface DeclaredNames {
  readonly transactions: readonly string[];
  readonly features: readonly string[];
}
