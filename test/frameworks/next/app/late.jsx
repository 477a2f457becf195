export default function Late() {
  return <p>Late</p>;
}
