import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { auctionsSdl } from './auctions.ts'
import { itemsSdl } from './items.ts'
import { peopleSdl } from './people.ts'

/** A supergraph of subgraphs, by name and SDL. */
export function compose(subgraphs: Record<string, string>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}.test`, typeDefs: parse(sdl) })),
  )
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'))
  return supergraphSdl
}

export const subgraphSdls = { people: peopleSdl, items: itemsSdl, auctions: auctionsSdl }
