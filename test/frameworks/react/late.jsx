export function Component() {
  return <p>Late</p>;
}
