// The unit tier once more, with the newest aws-cdk-lib in place of the minimum that package.json pins.
const newest = '<rootDir>/.cache/newest/node_modules';

module.exports = {
  ...require('../../package.json').jest,
  rootDir: '../..',
  moduleNameMapper: { '^(aws-cdk-lib|constructs)(/.*)?$': `${newest}/$1$2` },
};
