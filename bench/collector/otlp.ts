/** Spans as an OpenTelemetry SDK sends them: OTLP in Protocol Buffers. */
export function spans(count: number): Buffer {
  const now = BigInt(Date.now()) * 1_000_000n;
  const all = Array.from({ length: count }, (_, index) => message(2, span(index, now)));
  const resource = message(
    1,
    Buffer.concat([attribute(1, 'service.name', 'orders'), attribute(1, 'service.namespace', 'shop')]),
  );
  return message(1, Buffer.concat([resource, message(2, Buffer.concat(all))]));
}

function span(index: number, now: bigint): Buffer {
  return Buffer.concat([
    field(1, Buffer.from('5b8efff798038103d269b633813fc60c', 'hex')),
    field(2, Buffer.from((index + 1).toString(16).padStart(16, '0'), 'hex')),
    field(5, Buffer.from('POST /orders/{id}')),
    Buffer.from([6 << 3, 2]), // a server's
    fixed64(7, now - 12_000_000n),
    fixed64(8, now),
    attribute(9, 'http.request.method', 'POST'),
    attribute(9, 'url.path', '/orders/4711?coupon=summer'),
    attribute(9, 'http.route', '/orders/{id}'),
    attribute(9, 'server.address', 'shop.example.com'),
    attribute(9, 'user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'),
    attribute(9, 'user.id', 'a-4711'),
    attribute(9, 'client.address', '192.0.2.1'),
  ]);
}

function attribute(number: number, key: string, value: string): Buffer {
  return message(number, Buffer.concat([field(1, Buffer.from(key)), message(2, field(1, Buffer.from(value)))]));
}

const message = field;

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);
}

function fixed64(number: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = (number << 3) | 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}
