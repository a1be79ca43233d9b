import { onEveryServer } from './every-server'
import { replaceContract } from './replace'

onEveryServer('Replacing', replaceContract, { cloud: true })
