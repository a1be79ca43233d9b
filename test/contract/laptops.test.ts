import { onEveryServer } from './every-server'
import { laptopsContract } from './laptops'

onEveryServer('Laptops', laptopsContract)
