import { Column, type IWidget, Row } from 'aws-cdk-lib/aws-cloudwatch';
import { shortened } from './shorthand';
import { type Rows, WIDTH } from './widgets';

/** Widgets that are made when the template is, because parts can be added until then. */
export class LazyColumn implements IWidget {
  public readonly width = WIDTH;
  private x = 0;
  private y = 0;

  constructor(private readonly produce: () => Rows) {}

  public get height(): number {
    return this.column().height;
  }

  public position(x: number, y: number): void {
    this.x = x;
    this.y = y;
  }

  public toJson() {
    const column = this.column();
    column.position(this.x, this.y);
    return column.toJson().map(shortened);
  }

  private column(): Column {
    return new Column(...this.produce().map((row) => new Row(...row)));
  }
}
