import { onEveryServer } from './every-server'
import { cloudContract, influxContract } from './influx'
import { openCloudWorld } from './influx-server'

onEveryServer('InfluxDB’s API', influxContract)
cloudContract('the practice server as InfluxDB Cloud', openCloudWorld)
