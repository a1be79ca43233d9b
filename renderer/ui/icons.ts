/** Own drawings on a 20 × 20 grid, one path each, drawn as lines in the colour of the text beside them. */
export const icons = {
  key: 'M3.5 12.5a4 4 0 1 0 8 0a4 4 0 1 0-8 0M10.5 9.5 17 3M14 6l2.5 2.5M11.8 8.2l1.8 1.8',
  send: 'M3 10h10M9 5l5 5-5 5M17 4v12',
  list: 'M7 5h10M7 10h10M7 15h10M3 5h.01M3 10h.01M3 15h.01',
  clock: 'M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 6v4l3 2',
  gear: 'M7.5 10a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M15.3 4.7l-1.4 1.4M6.1 13.9l-1.4 1.4',
  sun: 'M6.5 10a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M15.8 4.2l-1.4 1.4M5.6 14.4l-1.4 1.4',
  tick: 'M4 10.5 8 14.5 16 6',
  cross: 'M5 5l10 10M15 5 5 15',
  triangle: 'M10 3 18 16.5H2zM10 8v4M10 14.2v.1',
  info: 'M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M10 9v5M10 6.2v.1',
  unknown: 'M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0M8 8.2a2 2 0 1 1 2.6 1.9c-.5.2-.6.6-.6 1.2M10 13.8v.1',
  corners: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4',
  eyeOff: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM3 3l14 14',
  down: 'M5 7.5l5 5 5-5',
} as const

/** The name of a drawing. */
export type IconName = keyof typeof icons
