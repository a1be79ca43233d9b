import { onEveryServer } from './every-server'
import { oneTokenContract } from './one-token'

onEveryServer('One token', oneTokenContract, { cloud: true })
