import { GraphQLError } from 'graphql'
import { conformance } from './conformance/harness.ts'

function broken(): never {
  throw new GraphQLError('Broken.')
}

conformance('@requires, @provides, @override, @shareable, @inaccessible, errors and nulls', {
  probe: {
    item: { id: '1', weight: 3, size: { width: 2, height: 5 }, price: 7, old: 'a' },
    offer: { text: 'Buy!', item: { id: '1', weight: 3, label: 'provided' } },
    items: [
      { id: '1', weight: 3 },
      { id: '2', weight: 4 },
    ],
    solid: [{ id: '1' }],
    bad: () => broken(),
  },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          item: Item
          items: [Item]
          solid: [Item!]
          offer: Offer @provides(fields: "item { label }")
          bad: String
        }
        type Offer {
          text: String!
          item: Item
        }
        type Item @key(fields: "id") {
          id: ID!
          weight: Int
          size: Size
          price(in: String = "EUR"): String
          label: String @external
          old: String
          both: String @shareable
          secret: String @inaccessible
        }
        type Size {
          width: Int
          height: Int
        }
      `,
      resolvers: {
        Item: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            weight: Number(id) + 2,
            size: { width: 2, height: 5 },
          }),
          price: (_, args) => `7 ${args.in}`,
          both: () => 'same',
          secret: () => 'hidden',
        },
      },
    },
    b: {
      sdl: /* GraphQL */ `
        type Item @key(fields: "id") {
          id: ID!
          weight: Int @external
          size: Size @external
          price(in: String = "EUR"): String @external
          secret: String @external
          label: String @shareable
          both: String @shareable
          old: String @override(from: "a")
          shipping: Int @requires(fields: "weight")
          area: Int @requires(fields: "size { width height }")
          tag: String @requires(fields: "price(in: \\"USD\\")")
          told: String @requires(fields: "secret")
          fails: String
          failsHard: String!
        }
        type Size @external {
          width: Int
          height: Int
        }
      `,
      resolvers: {
        Item: {
          __resolveReference: (item: object) => item,
          label: () => 'own',
          both: () => 'same',
          old: () => 'new',
          shipping: ({ weight }) => weight * 10,
          area: ({ size }) => size.width * size.height,
          tag: ({ price }) => `costs ${price}`,
          told: ({ secret }) => `not so ${secret}`,
          fails: () => broken(),
          failsHard: ({ id }) => (id === '1' ? broken() : 'whole'),
        },
      },
    },
  },
  cases: [
    { select: 'item { shipping }', gives: { item: { shipping: 30 } } },
    { select: 'item { weight shipping }', gives: { item: { weight: 3, shipping: 30 } } },
    { select: 'items { shipping }', gives: { items: [{ shipping: 30 }, { shipping: 40 }] } },
    { select: 'item { area }', gives: { item: { area: 10 } } },
    { select: 'item { size { width } area }', gives: { item: { size: { width: 2 }, area: 10 } } },
    { select: 'item { tag }', gives: { item: { tag: 'costs 7 USD' } } },
    { select: 'item { inEuro: price tag }', gives: { item: { inEuro: '7 EUR', tag: 'costs 7 USD' } } },
    { select: 'item { price(in: "USD") tag }', gives: { item: { price: '7 USD', tag: 'costs 7 USD' } } },
    { select: 'item { told }', gives: { item: { told: 'not so hidden' } } },
    { select: 'item { shipping area tag }', gives: { item: { shipping: 30, area: 10, tag: 'costs 7 USD' } } },
    { select: 'item { label }', gives: { item: { label: 'own' } } },
    { select: 'offer { text item { label } }', gives: { offer: { text: 'Buy!', item: { label: 'provided' } } } },
    { select: 'offer { item { shipping } }', gives: { offer: { item: { shipping: 30 } } } },
    { select: 'item { old }', gives: { item: { old: 'new' } } },
    { select: 'item { both }', gives: { item: { both: 'same' } } },
    {
      select: 'bad item { id }',
      gives: { bad: null, item: { id: '1' } },
      errors: [{ path: ['bad'], message: 'Broken.' }],
    },
    {
      select: 'item { id fails }',
      gives: { item: { id: '1', fails: null } },
      errors: [{ path: ['item', 'fails'], message: 'Broken.' }],
    },
    {
      select: 'item { shipping failsHard }',
      gives: { item: null },
      errors: [{ path: ['item', 'failsHard'], message: 'Broken.' }],
    },
    {
      select: 'items { id failsHard }',
      gives: { items: [null, { id: '2', failsHard: 'whole' }] },
      errors: [{ path: ['items', 0, 'failsHard'], message: 'Broken.' }],
    },
    {
      select: 'solid { failsHard } item { id }',
      gives: { solid: null, item: { id: '1' } },
      errors: [{ path: ['solid', 0, 'failsHard'], message: 'Broken.' }],
    },
  ],
})
