/**
 * How a health check compares a text with the one that is expected.
 */
export enum TextComparison {
  /** It is the text, by case. */
  EQUALS = 'EQUALS',
  /** It is another text. */
  NOT_EQUALS = 'NOT_EQUALS',
  /** The text is a part of it. */
  CONTAINS = 'CONTAINS',
  /** The text is no part of it. */
  NOT_CONTAINS = 'NOT_CONTAINS',
  /** The text is a regular expression that matches it. */
  MATCHES = 'REGEX_MATCH',
  /** It begins with the text. For data of TCP connections only. */
  STARTS_WITH = 'STARTS_WITH',
  /** It ends with the text. For data of TCP connections only. */
  ENDS_WITH = 'ENDS_WITH',
}

/**
 * How a health check compares a number with the one that is expected.
 */
export enum NumberComparison {
  /** It is the number. */
  EQUALS = 'EQUALS',
  /** It is another number. For HTTP statuses only. */
  NOT_EQUALS = 'NOT_EQUALS',
  /** It is above the number. */
  GREATER_THAN = 'GREATER_THAN',
  /** It is below the number. */
  LESS_THAN = 'LESS_THAN',
}

/**
 * How data of a TCP connection are written as text.
 */
export enum TcpEncoding {
  /** As they are, in UTF-8. */
  UTF8 = 'UTF-8',
  /** As they are, in ASCII. */
  ASCII = 'ASCII',
  /** Two hexadecimal digits per byte. */
  HEX = 'HEX',
}
