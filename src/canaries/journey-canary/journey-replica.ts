/**
 * Another Region from which a journey runs.
 */
export interface JourneyReplica {
  /**
   * The Region, such as `eu-west-1`.
   */
  readonly region: string;

  /**
   * The ids of the subnets in that Region.
   *
   * @default - no VPC, even if the canary itself is in one
   */
  readonly subnetIds?: string[];

  /**
   * The ids of the security groups in that Region: needed with subnets.
   *
   * @default - no VPC
   */
  readonly securityGroupIds?: string[];

  /**
   * The ARN of a key in that Region that encrypts environment variables there.
   *
   * @default - a key that AWS owns
   */
  readonly environmentKeyArn?: string;

  /**
   * Tags of the replica: those of the canary don't reach it.
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
}
