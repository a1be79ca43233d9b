import { onEveryServer, onRealServers } from './every-server'
import { organizationsContract } from './organizations'
import { serversContract } from './servers'
import { serverReachContract } from './servers-reach'

onEveryServer('Several connections', serversContract, { cloud: true })
onEveryServer('The way to a server', serverReachContract, { cloud: true })
// The practice server has one organization, as Cloud too. Others that use a server would be asked which of several they mean.
onRealServers('Several organizations', organizationsContract, { alone: true })
