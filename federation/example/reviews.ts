import { EventEmitter, on } from 'node:events'
import { serve } from './serve.ts'

interface Review {
  id: string
  stars: number
  author: string
  product: { id: string }
}

const reviews: Review[] = [{ id: '1', stars: 4, author: 'ann', product: { id: 'lamp' } }]
const added = new EventEmitter<{ review: [Review] }>()

/** Starts the subgraph of reviews, which tells of each that is added; resolves with its URL. */
export const startReviews = () =>
  serve('reviews', {
    Query: {
      latestReviews: (_, { first }) => reviews.slice(-first).toReversed(),
    },
    Mutation: {
      addReview(_, { productId, stars }, { user }) {
        const review = { id: String(reviews.length + 1), stars, author: user, product: { id: productId } }
        reviews.push(review)
        added.emit('review', review)
        return review
      },
    },
    Subscription: {
      reviewAdded: {
        subscribe: () => on(added, 'review'),
        resolve: ([review]: [Review]) => review,
      },
    },
    Product: {
      reviews: ({ id }: { id: string }) => reviews.filter(({ product }) => product.id === id),
    },
  })
