interface Context {
  readonly step: (name: string, run: () => Promise<void>) => Promise<void>;
  readonly values: { readonly [name: string]: string };
}

export default async function fails({ step, values }: Context): Promise<void> {
  await step('see', async () => {});
  await step('pay', async () => {
    throw new Error(`the card ${values.card} was refused`);
  });
}
