import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { RemoteConfiguration } from './remote-configuration';

/**
 * Grants on a remote configuration.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfrontkeyvaluestore.html
 */
export class RemoteConfigurationGrants {
  /** @internal */
  public static _of(remoteConfiguration: RemoteConfiguration): RemoteConfigurationGrants {
    return new RemoteConfigurationGrants(remoteConfiguration);
  }

  private constructor(private readonly remoteConfiguration: RemoteConfiguration) {}

  /**
   * Lets a principal change it, by `command()` or otherwise.
   */
  public put(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['DescribeKeyValueStore', 'GetKey', 'PutKey'].map((action) => `cloudfront-keyvaluestore:${action}`),
      resourceArns: [this.remoteConfiguration.keyValueStore.keyValueStoreArn],
    });
  }
}
