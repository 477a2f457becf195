// CDK validates every synthesized template with a rule engine: 4 s in each test file for the first synth.
// test/validation.test.ts keeps it on, with findings as errors.
process.env.CDK_VALIDATION = 'false';
