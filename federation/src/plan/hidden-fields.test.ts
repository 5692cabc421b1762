import { GraphQLError, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { compose } from '../../tests/compose.ts'
import { createGeneration } from './generation.ts'

describe('what @requires names, and keys of more than one level', () => {
  const link = `extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requires", "@external"]
  )`
  const generation = createGeneration(
    compose({
      shop: `${link}
        type Query { item: Item parts: [Part!]! }
        interface Part { id: ID! }
        type Item implements Part @key(fields: "id") @key(fields: "maker { code }") {
          id: ID! title: String! size: Size! maker: Maker! @shareable price(currency: String! = "EUR"): String!
        }
        type Size { width: Int! height: Int! }
        type Maker { code: String! @shareable name: String! }`,
      post: `${link}
        type Item @key(fields: "id") {
          id: ID!
          price(currency: String! = "EUR"): String! @external
          size: Size! @external
          postage: String! @requires(fields: "price(currency: \\"USD\\") size { width }")
        }
        type Size { width: Int! @external }`,
      stock: `${link}
        type Item @key(fields: "maker { code }") { maker: Maker! @shareable stock: Int! }
        type Maker @shareable { code: String! }`,
    }),
  )
  const messages = (text: string): string[] => {
    try {
      generation.operation(parse(text))
      return []
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error
      return error.errors.map((each: unknown) => (each instanceof GraphQLError ? each.message : String(each)))
    }
  }

  it.each([
    ['{ item { price: title postage } }', 'Cannot select Item.title as "price"'],
    ['{ item { price(currency: "EUR") postage } }', 'Cannot select Item.price so'],
    ['{ item { size { width: height } postage } }', 'Cannot select Size.height as "width"'],
    ['{ parts { ... on Item { size: title postage } } }', 'Cannot select Item.title as "size"'],
    ['{ item { maker { code: name } stock } }', 'Cannot select Maker.name as "code"'],
    ['{ item { maker: title stock } }', 'Cannot select Item.title as "maker"'],
  ])('cannot be hidden: %s', (text, message) => {
    expect(messages(text)).toEqual([expect.stringContaining(`${message}: it hides the field `)])
  })

  it.each([
    '{ item { price(currency: "USD") postage } }',
    '{ item { euros: price(currency: "EUR") size { height width } postage } }',
    '{ item { price(currency: "EUR") title } }',
    '{ item { maker { name code } stock } }',
  ])('may be selected beside: %s', (text) => {
    expect(messages(text)).toEqual([])
  })
})
