import type { ClientConfiguration } from '../../src/formats/client-configuration';
import { safely } from './safely';
import { cookies, namesIn, prefixOf } from './storage';

/**
 * Whether anything may be stored or sent.
 *
 * Remembered is only a choice that differs from the default: that the user agreed where consent is required, and that
 * the user objected where it is not.
 */
export class Consent {
  private readonly key: string;

  constructor(private readonly config: ClientConfiguration) {
    this.key = `${prefixOf(config)}consent`;
  }

  public isGiven(): boolean {
    const choice = safely(() => localStorage.getItem(this.key));
    return this.config.consentRequired ? choice === 'granted' : choice !== 'denied';
  }

  public remember(granted: boolean): void {
    safely(() => {
      if (granted === !this.config.consentRequired) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, granted ? 'granted' : 'denied');
    });
  }

  /** A signal of the browser stands above the site's own question. */
  public isRefusedByBrowser(): boolean {
    const { doNotTrack, globalPrivacyControl } = navigator as { doNotTrack?: unknown; globalPrivacyControl?: unknown };
    return (
      (!!this.config.honorDoNotTrack && doNotTrack === '1') ||
      (!!this.config.honorGlobalPrivacyControl && globalPrivacyControl === true)
    );
  }

  /** Removes all that this client has stored, now or on earlier visits. */
  public forgetEverything(): void {
    const { appMonitorId } = this.config;
    for (const storage of [() => localStorage, () => sessionStorage]) {
      safely(() => {
        const items = storage();
        const names = [prefixOf(this.config), `cwr_c_${appMonitorId}`, `cwr_i_${appMonitorId}`];
        for (const name of names.flatMap((prefix) => namesIn(items, prefix))) items.removeItem(name);
      });
    }
    for (const kind of ['s', 'u']) safely(() => cookies.remove(`cwr_${kind}_${appMonitorId}`));
  }
}
