import { onEveryServer } from './every-server'
import { neededTokensContract } from './needed-tokens'

onEveryServer('Tokens that are needed', neededTokensContract, { alone: true })
