import { onEveryServer } from './every-server'
import { openCloudWorld } from './influx-server'
import { oneTokenContract } from './one-token'

onEveryServer('One token', oneTokenContract)
oneTokenContract('One token on the practice server as InfluxDB Cloud', openCloudWorld)
