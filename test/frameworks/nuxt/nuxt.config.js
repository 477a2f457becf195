export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  telemetry: false,
  // #region tag
  app: { head: { script: [{ src: '/telemetry.js', async: true }] } },
  // #endregion
  hooks: {
    // What is fetched ahead can't be gone when it is needed, which the walk tries.
    'build:manifest': (manifest) => {
      for (const chunk of Object.values(manifest)) chunk.prefetch = false;
    },
  },
  nitro: { output: { publicDir: 'dist' } },
});
