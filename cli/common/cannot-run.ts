/** What keeps the tool from doing its work, told to the user as it is: no stack trace, exit status 2. */
export class CannotRun extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
