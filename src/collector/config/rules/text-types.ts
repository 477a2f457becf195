/** A text that Go reads into a type of its own. */
export interface TextType {
  /** A regular expression. */
  readonly pattern?: string;
  readonly expected: string;
  /** Whether the type is a number underneath, which then is right too. */
  readonly number?: boolean;
}

const choice = (values: string, flags: { readonly number?: boolean; readonly anyCase?: boolean } = {}): TextType => {
  const { number, anyCase } = flags;
  const each = values.split(' ');
  const letters = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  const pattern = `^(${(anyCase ? each.map(letters) : each).join('|')})$`;
  return { pattern, expected: `one of ${each.join(', ')}`, number };
};

/** The types by the names that component-settings.ts has for them. As of v0.156.0, like that. */
export const TEXT_TYPES: { readonly [type: string]: TextType } = {
  'text component.ID': {
    pattern: '^\\s*[A-Za-z]\\w{0,62}\\s*(/\\s*\\S[\\s\\S]*)?$',
    expected: 'the id of a component, such as otlp or otlp/second',
  },
  'text condition.ContextID': choice('resource scope span spanevent metric datapoint log profile', { anyCase: true }),
  'text configcompression.Type': choice('gzip zlib deflate snappy x-snappy-framed zstd lz4 none '),
  'text configtelemetry.Level': choice('none basic normal detailed', { number: true, anyCase: true }),
  'text confignet.TransportType': choice('tcp tcp4 tcp6 udp udp4 udp6 ip ip4 ip6 unix unixgram unixpacket npipe '),
  'text otlphttpexporter.EncodingType': choice('proto json'),
  'text ottl.ErrorMode': choice('ignore propagate silent', { anyCase: true }),
  'text probabilisticsamplerprocessor.SamplerMode': choice('hash_seed equalizing proportional '),
  'text request.SizerType': choice('items bytes requests'),
  'text tracking.InitialValue': choice('auto keep drop', { number: true }),
  'text zapcore.Level': choice('debug info warn error dpanic panic fatal ', { number: true, anyCase: true }),
};
