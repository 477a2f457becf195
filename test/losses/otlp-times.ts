/**
 * ExportMetricsServiceRequest: resource_metrics, scope_metrics, metrics, their data (gauge, sum, histogram, exponential
 * histogram), data_points, the times of a point. The number of fields are those of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.10.0/opentelemetry/proto/metrics/v1/metrics.proto
 */
const TIMES = [[1], [2], [2], [5, 7, 9, 10], [1], [2, 3]];

enum Wire {
  VARINT = 0,
  FIXED64 = 1,
  BYTES = 2,
  FIXED32 = 5,
}

/** An export of metrics, in JSON or protobuf, as an SDK would have sent it whose clock differs. */
export function moveTimes(body: Buffer, milliseconds: number): Buffer {
  if (body[0] !== '{'.charCodeAt(0)) {
    moveInPlace(body, milliseconds, TIMES);
    return body;
  }
  const moved = (_: string, name: string, time: string) =>
    `"${name}":"${BigInt(time) + BigInt(milliseconds) * 1_000_000n}"`;
  return Buffer.from(body.toString().replace(/"(startTimeUnixNano|timeUnixNano)":"(\d+)"/g, moved));
}

/** Times have eight bytes each. */
function moveInPlace(body: Buffer, milliseconds: number, path: readonly number[][]): void {
  const [fields, ...rest] = path;
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = body[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < body.length) {
    const key = varint();
    const isMeant = fields.includes(Math.floor(key / 8));
    switch (key % 8) {
      case Wire.VARINT:
        varint();
        break;
      case Wire.FIXED64:
        if (isMeant && rest.length === 0) {
          body.writeBigUInt64LE(body.readBigUInt64LE(at) + BigInt(milliseconds) * 1_000_000n, at);
        }
        at += 8;
        break;
      case Wire.BYTES: {
        const length = varint();
        if (isMeant && rest.length > 0) moveInPlace(body.subarray(at, at + length), milliseconds, rest);
        at += length;
        break;
      }
      case Wire.FIXED32:
        at += 4;
        break;
      default:
        throw new Error(`wire type ${key % 8}`);
    }
  }
}
