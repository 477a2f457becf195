/** A partition of AWS: its Regions never know those of another one. */
interface Partition {
  readonly name: string;
  /** What the names of its Regions begin with. */
  readonly beginning: string;
  /** What the hosts of its services end with. */
  readonly dnsSuffix: string;
}

/**
 * All but the commercial one, as `partitions.json` of AWS's SDKs has them.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
const PARTITIONS: readonly Partition[] = [
  { name: 'aws-cn', beginning: 'cn-', dnsSuffix: 'amazonaws.com.cn' },
  { name: 'aws-eusc', beginning: 'eusc-', dnsSuffix: 'amazonaws.eu' },
  { name: 'aws-iso', beginning: 'us-iso-', dnsSuffix: 'c2s.ic.gov' },
  { name: 'aws-iso-b', beginning: 'us-isob-', dnsSuffix: 'sc2s.sgov.gov' },
  { name: 'aws-iso-e', beginning: 'eu-isoe-', dnsSuffix: 'cloud.adc-e.uk' },
  { name: 'aws-iso-f', beginning: 'us-isof-', dnsSuffix: 'csp.hci.ic.gov' },
  { name: 'aws-us-gov', beginning: 'us-gov-', dnsSuffix: 'amazonaws.com' },
];
const COMMERCIAL: Partition = { name: 'aws', beginning: '', dnsSuffix: 'amazonaws.com' };

/** The partition of a Region. */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ beginning }) => region.startsWith(beginning)) ?? COMMERCIAL;
}

/** Where a service answers in a Region. */
export function serviceHost(service: string, region: string): string {
  return `${service}.${region}.${partitionOf(region).dnsSuffix}`;
}
