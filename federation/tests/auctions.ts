import { buildSubgraphSchema } from '@apollo/subgraph'
import { GraphQLError, parse } from 'graphql'
import type { EventStream, MountedField, MountedSubgraph, TopicHub } from '../src/index.ts'
import type { Viewer } from './viewers.ts'

export const auctionsSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated"])

  type Query {
    auctionCount: Int!
  }

  type Subscription {
    auction(itemId: ID!, after: Int): AuctionEvent!
    membersAuction(itemId: ID!): AuctionEvent! @authenticated
  }

  interface AuctionEvent {
    seq: Int!
    item: Item!
  }

  type BidPlaced implements AuctionEvent {
    seq: Int!
    item: Item!
    bidder: Person!
    amount(in: String! = "EUR"): String!
    "Fails for bids of less than nothing."
    checkedAmount: Int
  }

  type AuctionEnded implements AuctionEvent {
    seq: Int!
    item: Item!
    winner: Person
  }

  type Item @key(fields: "id", resolvable: false) {
    id: ID!
  }

  type Person @key(fields: "id") {
    id: ID!
    bids: Int!
  }
`

/** What a subgraph says no with. */
export const refusal = (code: string, message: string) => new GraphQLError(message, { extensions: { code } })

export interface AuctionEvent {
  __typename: 'BidPlaced' | 'AuctionEnded'
  seq: number
  item: { id: string }
  bidder?: { id: string }
  winner?: { id: string } | null
  amountValue?: number
}

export const bid = (seq: number, bidder = 'ann', amountValue = 5, item = 'lamp'): AuctionEvent => ({
  __typename: 'BidPlaced',
  seq,
  item: { id: item },
  bidder: { id: bidder },
  amountValue,
})
export const ended = (seq: number, winner: string | null, item = 'lamp'): AuctionEvent => ({
  __typename: 'AuctionEnded',
  seq,
  item: { id: item },
  winner: winner === null ? null : { id: winner },
})

export interface Auctions extends MountedSubgraph<Viewer> {
  publish: (event: AuctionEvent) => void
  /** The streams that are open, in the order in which they were opened. */
  streams: EventStream[]
  opened: { args: Record<string, unknown>; kind: string }[]
  /** How often an event was executed. */
  executions: () => number
  tornDown: () => number
  /** Replaces how a subscription starts. */
  openWith: (open: MountedField<Viewer>['open']) => void
}

/** A subgraph in this process whose events are published by the test. */
export function createAuctions(hub: TopicHub): Auctions {
  const streams: EventStream[] = []
  const opened: { args: Record<string, unknown>; kind: string }[] = []
  let executions = 0
  let tornDown = 0
  const joinTopic: MountedField<Viewer>['open'] = async ({ args }, stream) => {
    if (args.itemId === 'nothing') throw refusal('NOT_FOUND', 'There is no such item.')
    stream.join(`item:${String(args.itemId)}`)
    return () => {
      tornDown++
    }
  }
  let open = joinTopic
  const field: MountedField<Viewer> = {
    open(request, stream) {
      streams.push(stream)
      opened.push({ args: request.args, kind: request.viewer.kind })
      return open(request, stream)
    },
  }
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(auctionsSdl),
      resolvers: {
        Query: { auctionCount: () => 3 },
        AuctionEvent: {
          __resolveType(event: AuctionEvent) {
            executions++
            return event.__typename
          },
        },
        BidPlaced: {
          amount: ({ amountValue }: AuctionEvent, args: { in: string }) => `${amountValue} ${args.in}`,
          checkedAmount({ amountValue = 0 }: AuctionEvent) {
            if (amountValue >= 0) return amountValue
            throw refusal('BAD_USER_INPUT', 'Less than nothing.')
          },
        },
        Person: { bids: () => 2 },
      },
    },
  ])
  return {
    name: 'auctions',
    schema,
    fields: { auction: field, membersAuction: field },
    createContext: () => ({}),
    publish: (event) => hub.publish(`item:${event.item.id}`, event),
    streams,
    opened,
    executions: () => executions,
    tornDown: () => tornDown,
    openWith: (next) => {
      open = next
    },
  }
}
