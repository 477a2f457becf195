/** Lets time pass until something is over: that of jest's fake timers, so that no test depends on its machine's speed. */
export async function passTime<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  work.then(end, end);
  while (!isOver) await jest.advanceTimersByTimeAsync(5);
  return work;
}
