import { parseTraceHeader } from '../../../../client/recording/requests/trace-header';

test.each([
  [`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, { trace_id: 'a'.repeat(32), segment_id: 'b'.repeat(16) }],
  ['00-its-own-01', undefined],
  ['', undefined],
])('%p is read as %p', (value, expected) => {
  expect(parseTraceHeader(value)).toEqual(expected);
});
