import { buildSubgraph } from './subgraph-server.ts'

export const itemsSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])

  type Query {
    items: [Item!]!
    item(id: ID!): Item
    search(text: String!): [Found!]!
  }

  union Found = Item | Person

  type Item @key(fields: "id") {
    id: ID!
    title: String!
    price(currency: String! = "EUR"): String!
    seller: Person!
  }

  type Person @key(fields: "id", resolvable: false) {
    id: ID!
  }
`

interface Item {
  id: string
  title: string
  sellerId: string
}

const items: Item[] = [
  { id: 'lamp', title: 'A lamp', sellerId: 'ann' },
  { id: 'chair', title: 'A chair', sellerId: 'ann' },
  { id: 'table', title: 'A table', sellerId: 'bob' },
  { id: 'trap', title: 'A trap', sellerId: 'mallory' },
]
const byId = (id: string) => items.find((item) => item.id === id) ?? null

export const buildItems = () =>
  buildSubgraph(itemsSdl, {
    Query: {
      items: () => items,
      item: (_, { id }) => byId(id),
      search: (_, { text }) => [
        ...items.filter(({ title }) => title.includes(text)).map((item) => ({ __typename: 'Item', ...item })),
        { __typename: 'Person', id: text },
      ],
    },
    Item: {
      __resolveReference: ({ id }: { id: string }) => byId(id),
      price: (_, { currency }) => `10 ${currency}`,
      seller: ({ sellerId }) => ({ id: sellerId }),
    },
  })
