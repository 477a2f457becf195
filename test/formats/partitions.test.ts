import { RegionInfo } from 'aws-cdk-lib/region-info';
import { partitionOf, serviceHost } from '../../src/formats/partitions';

const regions = [
  ...RegionInfo.regions.map(({ name }) => name),
  ...['eusc-de-east-1', 'us-iso-west-1', 'us-isob-west-1', 'eu-isoe-west-1', 'us-isof-east-1', 'us-gov-east-1'],
];

test.each(regions)('%s has the partition and the hosts that AWS gives it', (region) => {
  const { partition, domainSuffix } = RegionInfo.get(region);
  expect(partitionOf(region)).toMatchObject({ name: partition, dnsSuffix: domainSuffix });
  expect(serviceHost('secretsmanager', region)).toBe(`secretsmanager.${region}.${domainSuffix}`);
});
