/** What JSON has: whole numbers that JavaScript would round are text, as are NaN, dates and times. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** What an engine gives for a statement. */
export interface Answer {
  readonly columns: string[];
  /** As the engine names them. */
  readonly types: string[];
  readonly rows: Value[][];
}

/** Something that runs SQL. A statement that it refuses is an error. */
export interface Engine {
  readonly name: string;
  run(sql: string): Promise<Answer>;
  end(): Promise<void>;
}
