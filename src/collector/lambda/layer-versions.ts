// Written by scripts/lib/collector/refresh.ts.

/** The day on which the table was published. */
export const LAYERS_AS_OF = '2026-07-22';

/** The distributions, in the order of the columns below. */
export const DISTRO_COLUMNS = ['Python', 'Js', 'Java', 'DotNet'] as const;

/** Region, account of AWS that publishes there, versions of the layers; 0 where there is none. */
export const LAYERS: readonly (readonly [region: string, account: string, ...versions: number[]])[] = [
  ['af-south-1', '904233096616', 23, 15, 16, 13],
  ['ap-east-1', '888577020596', 23, 15, 16, 13],
  ['ap-east-2', '412664885777', 4, 4, 5, 4],
  ['ap-northeast-1', '615299751070', 26, 15, 16, 13],
  ['ap-northeast-2', '615299751070', 26, 15, 16, 13],
  ['ap-northeast-3', '615299751070', 26, 15, 16, 13],
  ['ap-south-1', '615299751070', 26, 15, 16, 13],
  ['ap-south-2', '796973505492', 23, 15, 16, 13],
  ['ap-southeast-1', '615299751070', 25, 15, 16, 13],
  ['ap-southeast-2', '615299751070', 26, 15, 16, 13],
  ['ap-southeast-3', '039612877180', 23, 15, 16, 13],
  ['ap-southeast-4', '713881805771', 23, 15, 16, 13],
  ['ap-southeast-5', '152034782359', 14, 8, 13, 9],
  ['ap-southeast-6', '313828097273', 3, 3, 5, 3],
  ['ap-southeast-7', '980416031188', 14, 8, 13, 9],
  ['ca-central-1', '615299751070', 26, 15, 16, 13],
  ['ca-west-1', '595944127152', 14, 8, 13, 9],
  ['cn-north-1', '440179912924', 14, 8, 13, 9],
  ['cn-northwest-1', '440180067931', 14, 8, 13, 9],
  ['eu-central-1', '615299751070', 26, 15, 16, 13],
  ['eu-central-2', '156041407956', 23, 15, 16, 13],
  ['eu-north-1', '615299751070', 26, 15, 16, 13],
  ['eu-south-1', '257394471194', 23, 15, 16, 13],
  ['eu-south-2', '490004653786', 23, 15, 16, 13],
  ['eu-west-1', '615299751070', 26, 15, 16, 13],
  ['eu-west-2', '615299751070', 26, 15, 16, 13],
  ['eu-west-3', '615299751070', 26, 15, 16, 13],
  ['il-central-1', '746669239226', 23, 15, 16, 13],
  ['me-central-1', '739275441131', 22, 15, 16, 13],
  ['me-south-1', '980921751758', 0, 12, 0, 0],
  ['mx-central-1', '610118373846', 14, 8, 13, 9],
  ['sa-east-1', '615299751070', 26, 15, 16, 13],
  ['us-east-1', '615299751070', 29, 15, 16, 14],
  ['us-east-2', '615299751070', 26, 15, 16, 13],
  ['us-west-1', '615299751070', 33, 15, 16, 13],
  ['us-west-2', '615299751070', 33, 15, 16, 13],
];
