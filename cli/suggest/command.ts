export async function suggest(_options: object, _terminal: object) {
  return 0;
}
