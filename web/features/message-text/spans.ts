import { findAddress, findNamedLink } from './links.ts'

/** A stretch of a line or paragraph. Only marks that stand in pairs around something are left out of what is shown. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; text: string }
  | { kind: Emphasis; spans: readonly Span[] }

export type Emphasis = 'strong' | 'emphasis' | 'strike'

const EMPHASIS: Readonly<Record<string, Emphasis>> = { '**': 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'strike' }

/** Longer runs are text, and so is `__`, which is of the names of programs. */
const MARKS = /^(?:\*{1,3}|_|~~)$/

/** An emphasis that has begun, or the whole itself, which has no mark. */
interface Level {
  mark: string
  spans: Span[]
}

/** What may begin something: a run of marks, a bracket, or an address at the start of a word. */
const SPECIAL = /`+|\*+|_+|~+|\[|(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)|(?<![\p{L}\p{N}.+_-])[a-z\d][\w.+-]{0,63}@/giu

/**
 * Reads one paragraph. A mark of emphasis counts where a word begins or ends, so that `2*3*4`, `snake_case` and
 * `src/**` stay as they are; each kind nests once, which bounds the depth. Takes time in proportion to the text.
 */
export function parseSpans(text: string): Span[] {
  const levels: Level[] = [{ mark: '', spans: [] }]
  const closingTicks = pairBackticks(text)
  const special = new RegExp(SPECIAL)
  let shownTo = 0

  const add = (span: Span) => levels.at(-1)?.spans.push(span)
  const addText = (shown: string) => shown !== '' && add({ kind: 'text', text: shown })
  const take = (span: Span, end: number) => {
    add(span)
    special.lastIndex = end
  }

  for (let match = special.exec(text); match; match = special.exec(text)) {
    const [found] = match
    const { index } = match
    addText(text.slice(shownTo, index))
    special.lastIndex = index + found.length
    if (found.startsWith('`')) {
      const end = closingTicks.get(index)
      if (end === undefined) addText(found)
      else take({ kind: 'code', text: text.slice(index + found.length, end) }, end + found.length)
    } else if (/^[*_~]/.test(found)) {
      emphasise(levels, found, text, index)
    } else {
      const link = found === '[' ? findNamedLink(text, index) : findAddress(text, index)
      if (link) take({ kind: 'link', href: link.href, text: link.text }, link.end)
      else addText(found)
    }
    shownTo = special.lastIndex
  }
  addText(text.slice(shownTo))
  while (levels.length > 1) undo(levels, levels.length - 1)
  return levels[0]?.spans ?? []
}

/** Ends what a run of marks can end, begins what it can begin, and shows what is left of it. */
function emphasise(levels: Level[], run: string, text: string, index: number): void {
  const before = characterBefore(text, index)
  const after = characterAt(text, index + run.length)
  const isMark = MARKS.test(run)
  let left = run
  if (isMark && CAN_END_BEFORE.test(after) && CAN_END_AFTER.test(before)) {
    for (let at = endedBy(levels, left); at > 0; at = endedBy(levels, left)) left = left.slice(end(levels, at).length)
  }
  if (isMark && CAN_BEGIN_AFTER.test(before) && CAN_BEGIN_BEFORE.test(after)) {
    for (const mark of ['**', '*', '_', '~~']) {
      if (!left.startsWith(mark)) continue
      begin(levels, mark)
      left = left.slice(mark.length)
    }
  }
  if (left !== '') levels.at(-1)?.spans.push({ kind: 'text', text: left })
}

/** The emphasis that such marks end: the one that begins with the same, or else the innermost; 0 when there is none. */
function endedBy(levels: readonly Level[], marks: string): number {
  if (marks === '') return 0
  const same = levels.findLastIndex(({ mark }) => mark === marks)
  return same > 0 ? same : levels.findLastIndex(({ mark }, at) => at === 0 || marks.startsWith(mark))
}

/** Ends an emphasis; what began in it and did not end is text. Gives its mark. */
function end(levels: Level[], at: number): string {
  while (levels.length - 1 > at) undo(levels, levels.length - 1)
  const level = levels.pop()
  const kind = level && EMPHASIS[level.mark]
  if (!kind) return ''
  levels.at(-1)?.spans.push({ kind, spans: level.spans })
  return level.mark
}

/** Begins an emphasis. One of the same kind that has begun already was none: its mark is text. */
function begin(levels: Level[], mark: string): void {
  const earlier = levels.findIndex((level) => level.mark === mark)
  if (earlier > 0) undo(levels, earlier)
  levels.push({ mark, spans: [] })
}

function undo(levels: Level[], at: number): void {
  const [level] = levels.splice(at, 1)
  const around = levels[at - 1]
  if (!level || !around) return
  around.spans.push({ kind: 'text', text: level.mark })
  for (const span of level.spans) around.spans.push(span)
}

/** For each run of backticks that begins code: where the run of the same length is that ends it. */
function pairBackticks(text: string): Map<number, number> {
  const pairs = new Map<number, number>()
  const nextOfLength = new Map<number, number>()
  const runs = [...text.matchAll(/`+/g)]
  for (const { 0: run, index } of runs.toReversed()) {
    const closing = nextOfLength.get(run.length)
    if (closing !== undefined && text.slice(index + run.length, closing).trim() !== '') pairs.set(index, closing)
    nextOfLength.set(run.length, index)
  }
  return pairs
}

/** Words of scripts without spaces between words, and pictures, may stand right beside a mark. */
const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{Extended_Pictographic}`
const CAN_BEGIN_AFTER = new RegExp(String.raw`^$|[\s([{<>"'“‘«„¿¡\-–—|*_~、。「（${UNSPACED}]`, 'u')
const CAN_BEGIN_BEFORE = /[^\s)\]},;:!?]/u
const CAN_END_AFTER = /[^\s([{]/u
const CAN_END_BEFORE = new RegExp(String.raw`^$|[\s)\]}<>"'”’».,;:!?…\-–—|*_~、。」），！？${UNSPACED}]`, 'u')

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index)
  return code === undefined ? '' : String.fromCodePoint(code)
}

const characterBefore = (text: string, index: number): string =>
  Array.from(text.slice(Math.max(0, index - 2), index)).at(-1) ?? ''
