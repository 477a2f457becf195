import { checkPattern, checkUnique } from '../../private/checks';
import type { Placement } from './destinations/fragment';
import type { Components, Settings } from './document/collector-document';
import { exactly } from './exact-sums';

/**
 * Properties of `PersonalData`.
 */
export interface PersonalDataProps {
  /**
   * Attributes that are replaced by a hash, so that one user's records can still be told apart from another's.
   *
   * Whoever knows an address or a number can compute its hash: it is a pseudonym, not a secret.
   *
   * @default - `user.id` and `enduser.id`
   */
  readonly hashed?: string[];

  /**
   * Attributes that are removed.
   *
   * @default - names and mail addresses of users, client addresses, and the headers that carry credentials or cookies
   */
  readonly removed?: string[];

  /**
   * Whether URLs keep their query strings, which often hold tokens and search terms.
   *
   * @default false
   */
  readonly keepQueryStrings?: boolean;
}

/**
 * What a collector does with personal data in the attributes of spans, metrics and log records before it sends them.
 *
 * It does not look into the names of spans, nor into the texts of log records and events.
 */
export class PersonalData {
  /**
   * Leaves everything as it is. Then what users have entered may reach logs and traces.
   */
  public static kept(): PersonalData {
    return new PersonalData({ hashed: [], removed: [], keepQueryStrings: true });
  }

  constructor(private readonly props: PersonalDataProps = {}) {}

  /**
   * The attributes that go, or lose a part, so that points may become equal.
   * @internal
   */
  public get _changing(): string[] {
    const { removed = REMOVED, keepQueryStrings = false } = this.props;
    return [...removed, ...(keepQueryStrings ? [] : ['url.full', ...QUERIES])];
  }

  /** @internal */
  public _processors({ scope }: Placement): Components {
    const { hashed = HASHED, removed = REMOVED, keepQueryStrings = false } = this.props;
    for (const name of [...hashed, ...removed]) {
      checkPattern(scope, 'config.personalData', name, {
        pattern: /^[A-Za-z][A-Za-z0-9_.-]{0,127}$/,
        expected: 'a name of an attribute',
        fix: 'pass names such as "user.email"',
      });
    }
    checkUnique(scope, 'config.personalData', [...hashed, ...removed], {
      expected: 'each attribute once, in hashed or in removed',
      fix: 'take it out of one of them',
    });
    const actions: Settings[] = [
      ...(keepQueryStrings ? [] : WITHOUT_QUERY),
      ...(removed.length > 0 ? [{ pattern: exactly(removed), action: 'delete' }] : []),
      ...hashed.map((key) => ({ key, action: 'hash' })),
    ];
    return actions.length > 0 ? { 'attributes/personal': { actions } } : {};
  }
}

const HASHED = ['user.id', 'enduser.id'];
const REMOVED = [
  'user.email',
  'user.full_name',
  'user.name',
  'client.address',
  'http.client_ip',
  'http.request.header.authorization',
  'http.request.header.cookie',
  'http.response.header.set-cookie',
];

/** What stands after the path, and what older instrumentations call the whole URL. */
const QUERIES = ['url.query', 'http.url', 'http.target'];

/** `extract` names what it finds after the group, which can't hold dots: hence the detour. */
const WITHOUT_QUERY: Settings[] = [
  { key: 'url.full', pattern: '^(?P<url_base>[^?#]*)', action: 'extract' },
  { key: 'url.full', from_attribute: 'url_base', action: 'update' },
  { pattern: exactly(['url_base', ...QUERIES]), action: 'delete' },
];
