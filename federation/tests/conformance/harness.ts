import type { GraphQLResolverMap } from '@apollo/subgraph'
import type { GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFederation, graphQLErrorsOf } from '../../src/index.ts'
import type { Federation } from '../../src/index.ts'
import { compose } from '../compose.ts'
import { buildSubgraph, serveSubgraph } from '../subgraph-server.ts'
import type { FixtureContext } from '../subgraph-server.ts'

/** One selection of `Probe`, and what it gives: the same in a query and in the event of a subscription. */
export interface Case {
  /** The selection below `probe`, without braces. */
  select: string
  gives?: unknown
  /** Why it is refused: the messages of all errors. */
  refused?: readonly string[]
  /** Path, below `probe`, and message of each error. Default: there are none. */
  errors?: readonly { path: readonly (string | number)[]; message: string }[]
  /** Fragments that the selection spreads. */
  fragments?: string
  declares?: string
  variables?: Record<string, unknown>
}

interface SubgraphFixture {
  /** Without its link to the federation specification. */
  sdl: string
  resolvers?: GraphQLResolverMap<FixtureContext>
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@inaccessible", "@override", "@interfaceObject"
])`
const ROOTS = 'type Query { probe: Probe } type Subscription { probe: Probe }'

/** Runs each case both ways on real subgraphs. The one named `a` has `Probe`, of which `probe` is the value. */
export function conformance(
  name: string,
  { probe, subgraphs, cases }: { probe: object; subgraphs: Record<string, SubgraphFixture>; cases: readonly Case[] },
): void {
  describe(`conformance: ${name}`, () => {
    const stack = new AsyncDisposableStack()
    let federation: Federation<string>
    beforeAll(async () => {
      const sdls: Record<string, string> = {}
      const routingUrls: Record<string, string> = {}
      for (const [subgraph, { sdl, resolvers = {} }] of Object.entries(subgraphs)) {
        const isRoot = subgraph === 'a'
        const typeDefs = [LINK, isRoot ? ROOTS : '', sdl].join('\n')
        const schema: GraphQLSchema = buildSubgraph(typeDefs, { ...resolvers, ...(isRoot && rootResolvers(probe)) })
        sdls[subgraph] = typeDefs
        routingUrls[subgraph] = stack.use(await serveSubgraph(schema)).url
      }
      const supergraph = compose(sdls)
      federation = stack.use(
        createFederation({ supergraph, routingUrls, viewerOf: () => 'nobody', sharedViewer: 'nobody' }),
      )
    })
    afterAll(() => stack.disposeAsync())

    describe.each([...cases])('$select', ({ select, gives, refused, errors = [], ...rest }) => {
      const { fragments = '', declares = '', variables } = rest
      const text = (kind: string) => `${kind} ${declares} { probe { ${select} } } ${fragments}`
      const failures = errors.map(({ path, message }) => ({ path: ['probe', ...path], message }))
      const refusals = refused?.map((message) => ({ message, code: 'GRAPHQL_VALIDATION_FAILED' }))
      const wanted = refusals ? { errors: refusals } : { data: { probe: gives }, errors: failures }
      it('as a query', async () => {
        const result = await federation.execute({ query: text('query'), variables, viewer: 'nobody' })
        expect(summary(JSON.parse(JSON.stringify(result)))).toEqual(wanted)
      })
      it('as an event', async () => {
        const result = await firstEvent(federation, text('subscription'), variables).catch(refusalOf)
        expect(summary(result)).toEqual(wanted)
      })
    })
  })
}

interface Result {
  data?: unknown
  errors?: { path?: unknown; message?: unknown; extensions?: { code?: unknown } }[]
}

const refusalOf = (error: unknown): Result => ({ errors: graphQLErrorsOf(error).map((each) => each.toJSON()) })

const summary = ({ data, errors = [] }: Result) => ({
  data,
  errors: errors.map(({ path, message, extensions }) =>
    path === undefined ? { message, code: extensions?.code } : { path, message },
  ),
})

function firstEvent(federation: Federation<string>, query: string, variables = {}): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  const closed = federation.subscribe(
    { query, variables, viewer: 'nobody' },
    {
      next: (payload) => resolve(JSON.parse(payload.toString('utf8'))),
      error: (errors) => reject(new AggregateError(errors, 'it ended with errors')),
      complete: () => reject(new Error('it ended without an event')),
    },
  )
  return Promise.all([promise, closed]).then(([result, close]) => {
    close()
    return result
  })
}

const rootResolvers = (probe: object): GraphQLResolverMap<FixtureContext> => ({
  Query: { probe: () => probe },
  Subscription: { probe: { subscribe: () => oneEvent(), resolve: () => probe } },
})

/** One event, and then nothing until it is ended. */
function oneEvent(): AsyncIterableIterator<object> {
  const { promise: ended, resolve: end } = Promise.withResolvers<IteratorResult<object>>()
  let isNew = true
  return {
    async next() {
      if (!isNew) return ended
      isNew = false
      return { done: false, value: {} }
    },
    async return() {
      end({ done: true, value: undefined })
      return ended
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
