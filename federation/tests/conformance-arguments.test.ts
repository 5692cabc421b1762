import { conformance } from './conformance/harness.ts'

const contradiction = (one: string, other: string, field = 'Item.price') =>
  `Cannot select ${one} and ${other} of one object: they require ${field} with different arguments. Ask for them in two operations.`
const hidden =
  'Cannot select Item.price so: it hides the field Item.price, which is needed to answer others. Use another alias.'

conformance('arguments of what @requires names', {
  probe: { item: { id: '1' }, items: [{ id: '1' }, { id: '2' }] },
  subgraphs: {
    a: {
      sdl: /* GraphQL */ `
        type Probe {
          item: Item
          items: [Item]
        }
        type Item @key(fields: "id") {
          id: ID!
          price(in: String): String
          size: Size
        }
        type Size {
          width(in: String): String
        }
      `,
      resolvers: {
        Item: {
          __resolveReference: (item: object) => item,
          price: ({ id }, args) => `${id}0 ${args.in ?? 'plain'}`,
          size: () => ({}),
        },
        Size: { width: (_, args) => `2 ${args.in}` },
      },
    },
    b: {
      sdl: /* GraphQL */ `
        type Item @key(fields: "id") {
          id: ID!
          price(in: String): String @external
          size: Size @external
          dollars: String @requires(fields: "price(in: \\"USD\\")")
          again: String @requires(fields: "price(in: \\"USD\\")")
          euros: String @requires(fields: "price(in: \\"EUR\\")")
          plain: String @requires(fields: "price")
          said(by: String): String @requires(fields: "price(in: \\"CHF\\")")
          metres: String @requires(fields: "size { width(in: \\"m\\") }")
          feet: String @requires(fields: "size { width(in: \\"ft\\") }")
        }
        type Size @external {
          width(in: String): String
        }
      `,
      resolvers: {
        Item: {
          dollars: ({ price }) => price,
          again: ({ price }) => price,
          euros: ({ price }) => price,
          plain: ({ price }) => price,
          said: ({ price }, { by }) => `${price} says ${by}`,
          metres: ({ size }) => size.width,
          feet: ({ size }) => size.width,
        },
      },
    },
  },
  cases: [
    { select: 'item { dollars }', gives: { item: { dollars: '10 USD' } } },
    { select: 'item { euros }', gives: { item: { euros: '10 EUR' } } },
    { select: 'item { plain }', gives: { item: { plain: '10 plain' } } },
    { select: 'item { dollars again }', gives: { item: { dollars: '10 USD', again: '10 USD' } } },
    { select: 'items { euros }', gives: { items: [{ euros: '10 EUR' }, { euros: '20 EUR' }] } },
    { select: 'item { feet euros }', gives: { item: { feet: '2 ft', euros: '10 EUR' } } },
    {
      select: 'item { dollars } two: item { euros }',
      gives: { item: { dollars: '10 USD' }, two: { euros: '10 EUR' } },
    },
    {
      select: 'item { dollars } items { euros }',
      gives: { item: { dollars: '10 USD' }, items: [{ euros: '10 EUR' }, { euros: '20 EUR' }] },
    },
    { select: 'item { dollars euros }', refused: [contradiction('Item.dollars', 'Item.euros')] },
    {
      select: 'item { dollars ...F }',
      fragments: 'fragment F on Item { euros }',
      refused: [contradiction('Item.dollars', 'Item.euros')],
    },
    { select: 'item { dollars } item { euros }', refused: [contradiction('Item.dollars', 'Item.euros')] },
    { select: 'items { euros plain }', refused: [contradiction('Item.euros', 'Item.plain')] },
    { select: 'item { metres feet }', refused: [contradiction('Item.metres', 'Item.feet', 'Size.width')] },
    { select: 'item { price(in: "USD") dollars }', gives: { item: { price: '10 USD', dollars: '10 USD' } } },
    { select: 'item { dear: price(in: "EUR") dollars }', gives: { item: { dear: '10 EUR', dollars: '10 USD' } } },
    { select: 'item { price(in: "EUR") dollars }', refused: [hidden] },
    { select: 'item { price(in: "CHF") dollars }', refused: [hidden] },
    { select: 'item { price dollars }', refused: [hidden] },
    { select: 'item { price plain }', gives: { item: { price: '10 plain', plain: '10 plain' } } },
    {
      select: 'item { one: said(by: "A") two: said(by: $by) }',
      declares: '($by: String)',
      variables: { by: 'B' },
      gives: { item: { one: '10 CHF says A', two: '10 CHF says B' } },
    },
  ],
})
