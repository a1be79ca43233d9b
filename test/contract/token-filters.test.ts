import { onEveryServer } from './every-server'
import { tokenFiltersContract } from './token-filters'
import { tokenReviewsContract } from './token-reviews'

onEveryServer('The list of tokens', tokenFiltersContract, { cloud: true })
onEveryServer('Review dates', tokenReviewsContract, { cloud: true })
