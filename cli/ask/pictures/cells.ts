import type { CustomSeriesOption } from 'echarts';

export interface DrawnCell {
  readonly x: number;
  readonly y: number;
  readonly fill: string;
  readonly opacity?: number;
  readonly ink: string;
  /** Around the text, where it stands on what has any color. */
  readonly halo?: string;
  readonly text: string;
}

/** Cells of two axes of categories, each with a text. */
export function cells(all: readonly DrawnCell[], fontSize: number): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    data: all.map(({ x, y }) => [x, y]),
    renderItem: ({ dataIndex }, api) => {
      const { x, y, fill, opacity = 1, ink, halo, text } = all[dataIndex];
      const [centerX, centerY] = api.coord([x, y]);
      const [width, height] = (api.size as NonNullable<typeof api.size>)([1, 1]) as number[];
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: {
              x: centerX - width / 2 + 0.5,
              y: centerY - height / 2 + 0.5,
              width: width - 1,
              height: height - 1,
            },
            style: { fill, opacity },
          },
          {
            type: 'text',
            style: {
              ...{ text, fill: ink, x: centerX, y: centerY, fontSize, lineHeight: fontSize + 3 },
              ...{ textAlign: 'center' as const, textVerticalAlign: 'middle' as const },
              ...(halo && { stroke: halo, lineWidth: 3 }),
            },
          },
        ],
      };
    },
  };
}
