import { createLongPractice } from '../support/long-practice'

/** A practice server of its own process, with as many device tokens as its argument says. Prints `{url, token}`. */
const server = createLongPractice(Number(process.argv[2]))
void server.listen(0).then(({ url }) => {
  console.log(JSON.stringify({ url, token: server.adminToken }))
})
