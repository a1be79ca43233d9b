import { onEveryServer } from './every-server'
import { risksContract } from './risks'

onEveryServer('Risks', risksContract, { cloud: true })
