/** The regions of InfluxDB Cloud (docs.influxdata.com, "InfluxDB Cloud regions"); their hosts end in `cloudDomain`. */
export const cloudRegions = [
  'us-west-2-1.aws',
  'us-west-2-2.aws',
  'us-east-1-1.aws',
  'eu-central-1-1.aws',
  'us-central1-1.gcp',
  'westeurope-1.azure',
  'eastus-1.azure',
] as const

/** What every region's host ends in. */
export const cloudDomain = 'cloud2.influxdata.com'

/** The address of a region. */
export function regionUrl(region: string): string {
  return `https://${region}.${cloudDomain}`
}
