import { serve } from './serve.ts'

const products = [
  { id: 'lamp', name: 'A lamp', price: 4_900 },
  { id: 'chair', name: 'A chair', price: 12_900 },
]
const byId = (id: string) => products.find((product) => product.id === id) ?? null

/** Starts the subgraph of products; resolves with its URL. */
export const startProducts = () =>
  serve('products', {
    Query: {
      products: () => products,
      product: (_, { id }) => byId(id),
    },
    Product: { __resolveReference: ({ id }: { id: string }) => byId(id) },
  })
