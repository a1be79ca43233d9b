import { onEveryServer } from './every-server'
import { tokensContract } from './tokens'

onEveryServer('Tokens', tokensContract, { cloud: true })
