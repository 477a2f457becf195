export default () => <p>Late</p>;
