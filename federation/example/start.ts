import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createFederation } from '@colloquy/federation'
import { createClient } from 'graphql-ws'
import { startProducts } from './products.ts'
import { startReviews } from './reviews.ts'

const port = Number(process.env.PORT ?? 4000)
const federation = createFederation({
  supergraph: readFileSync(new URL('supergraph.graphql', import.meta.url), 'utf8'),
  routingUrls: { products: await startProducts(), reviews: await startReviews() },
  // Who asks is whatever you make of a request; here it is a name that nobody checks.
  viewerOf: ({ request }) => request.headers['x-user']?.toString() ?? 'nobody',
  sharedViewer: 'nobody',
  headersFor: (viewer) => ({ 'x-user': viewer }),
})
const server = createServer(federation.handler)
federation.attachWebSocket(server)
server.listen(port, () => console.log(`http://localhost:${port}/graphql`))

const client = createClient({ url: `ws://localhost:${port}/graphql` })
const reviews = client.iterate({ query: 'subscription { reviewAdded { stars author product { name price } } }' })
for await (const { data } of reviews) console.log(JSON.stringify(data))
