export const actions: Record<string, () => unknown>;
