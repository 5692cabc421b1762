import { useQuery } from '@apollo/client/react'
import { useEffect, useState } from 'react'
import { errorText } from '../../graphql/errors.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { PersonFragment } from '../../graphql/generated/graphql.ts'

const TYPING_PAUSE_MS = 200

const SearchPeopleQuery = graphql(`
  query SearchPeople($query: String!) {
    searchUsers(query: $query, first: 20) {
      ...Person
    }
  }
`)

interface PeopleSearch {
  /** Null while nothing is asked or the answer is on its way for the first time. */
  people: readonly PersonFragment[] | null
  isSearching: boolean
  problem: string | null
}

/** People by the beginning of their names or username, or by their exact address, as somebody types. */
export function usePeopleSearch(text: string): PeopleSearch {
  const [query, setQuery] = useState('')
  const wanted = text.trim()
  useEffect(() => {
    const timer = setTimeout(() => setQuery(wanted), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [wanted])

  const { data, previousData, error } = useQuery(SearchPeopleQuery, {
    variables: { query },
    skip: query === '' || wanted === '',
    fetchPolicy: 'cache-and-network',
  })
  const people = wanted === '' ? null : ((data ?? previousData)?.searchUsers ?? null)
  return {
    people,
    isSearching: wanted !== '' && !error && (wanted !== query || !data),
    problem: error ? errorText(error) : null,
  }
}
