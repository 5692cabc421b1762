import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, visit } from 'graphql'
import type { ASTNode } from 'graphql'

const WORDS: Record<string, number> = { five: 5, six: 6, ten: 10, twenty: 20 }
const NUMBER = new RegExp(String.raw`\d[\d,]*|\b(?:${Object.keys(WORDS).join('|')})\b`, 'g')
/** Numbers that promise nothing: of standards, of code points, and in examples. */
const NAMES = /RFC \d+|U\+\w+|\d{4}-\d\d-\d\dT[\d:.]+Z|xn--\S+/g

/**
 * The numbers in the descriptions of all `schema.graphql` below a folder, by what they describe, such as `Query.conversations`.
 * A test compares them with the constants behind them, so that a description with a number cannot be written without one.
 */
export function describedNumbers(directory: string): Record<string, number[]> {
  const found: Record<string, number[]> = {}
  for (const file of globSync('**/schema.graphql', { cwd: directory })) {
    visit(parse(readFileSync(join(directory, file), 'utf8')), {
      enter(node, _key, _parent, _path, ancestors) {
        if (!('description' in node) || !node.description) return
        const described = node.description.value.replaceAll(NAMES, '')
        const numbers = [...described.matchAll(NUMBER)].map(([text]) => WORDS[text] ?? Number(text.replaceAll(',', '')))
        if (numbers.length > 0) found[[...ancestors.flatMap(nameOf), ...nameOf(node)].join('.')] = numbers
      },
    })
  }
  return found
}

const nameOf = (node: ASTNode | readonly ASTNode[]): string[] => ('name' in node && node.name ? [node.name.value] : [])
