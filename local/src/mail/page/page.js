/** Shows what /messages lists, newest first, and follows it. Everything of a mail is set as text; its HTML has a frame. */
const REFRESH_INTERVAL_MS = 1_500

const element = (id) => document.getElementById(id)
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', dateStyle: 'medium' })

let messages = []
let chosenId = location.hash.slice(1)

async function refresh() {
  try {
    const response = await fetch('/messages')
    const latest = await response.json()
    const changed = latest.length !== messages.length || latest[0]?.id !== messages[0]?.id
    messages = latest
    if (changed) show()
    document.body.classList.remove('lost')
  } catch {
    document.body.classList.add('lost')
  }
  setTimeout(() => void refresh(), REFRESH_INTERVAL_MS)
}

async function clear() {
  await fetch('/messages', { method: 'DELETE' })
  messages = []
  show()
}

function show() {
  const wanted = element('filter').value.trim().toLowerCase()
  const shown = messages.filter(({ subject, to, from }) =>
    [subject, from, ...to].some((text) => text.toLowerCase().includes(wanted)),
  )
  element('count').textContent = messages.length === 0 ? '' : String(messages.length)
  element('list').replaceChildren(...shown.map(item))
  const chosen = messages.find(({ id }) => id === chosenId)
  document.body.classList.toggle('open', chosen !== undefined)
  element('message').hidden = chosen === undefined
  element('hint').hidden = chosen !== undefined
  if (chosen && element('message').dataset.id !== chosen.id) showMessage(chosen)
}

function item({ id, subject, to, receivedAt }) {
  const link = document.createElement('a')
  link.href = `#${id}`
  if (id === chosenId) link.setAttribute('aria-current', 'true')
  link.append(
    text('strong', subject || '(no subject)'),
    text('span', to.join(', ')),
    text('time', time.format(new Date(receivedAt))),
  )
  const entry = document.createElement('li')
  entry.append(link)
  return entry
}

function showMessage(message) {
  element('message').dataset.id = message.id
  element('subject').textContent = message.subject || '(no subject)'
  element('from').textContent = message.from
  element('to').textContent = message.to.join(', ')
  element('time').textContent = time.format(new Date(message.receivedAt))
  element('html').hidden = message.html === ''
  element('text').hidden = message.html !== ''
  element('text').textContent = message.text
  if (message.html !== '') element('html').src = `/messages/${message.id}/html`
}

function text(tag, content) {
  const made = document.createElement(tag)
  made.textContent = content
  return made
}

addEventListener('hashchange', () => {
  chosenId = location.hash.slice(1)
  show()
})
element('filter').addEventListener('input', show)
element('back').addEventListener('click', () => {
  location.hash = ''
})
element('clear').addEventListener('click', () => void clear())

await refresh()
