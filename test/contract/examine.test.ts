import { onEveryServer } from './every-server'
import { examineContract } from './examine'

onEveryServer('A silent device', examineContract)
