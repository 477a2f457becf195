/** Telemetry never hurts the application: what goes wrong here ends here, and nothing comes of it. */
export function safely<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
