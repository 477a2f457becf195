// Requires the modules named in PROBE_LOAD (JSON), in their order.
module.exports = () => {
  for (const name of JSON.parse(process.env.PROBE_LOAD)) require(name);
};
