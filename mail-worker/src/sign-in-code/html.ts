import { factsHtml, heading, mailHtml } from '../mail-html.ts'
import type { SignInCodeFacts } from './sign-in-code.ts'

export const signInCodeHtml = ({ code, validFor, request }: SignInCodeFacts): string =>
  mailHtml({
    title: `${code} is your Colloquy sign-in code`,
    preview: `It works once, for ${validFor}. Never share it.`,
    body: `${heading('Your sign-in code')}
<p class="muted" style="margin:0 0 20px;color:#64748b">Enter it where you asked for it. It works once, for ${validFor}.</p>
<p class="code" style="margin:0 0 20px;padding:18px 0 18px 10px;background:#eef2ff;border-radius:12px;color:#312e81;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:34px;line-height:40px;font-weight:700;letter-spacing:10px;text-align:center">${code}</p>
<p style="margin:0 0 24px"><strong>Never share this code.</strong> Nobody from Colloquy will ask you for it.</p>
<p class="muted" style="margin:0 0 4px;color:#64748b">It was asked for from:</p>
${factsHtml(request)}
<p class="muted" style="margin:0;color:#64748b;font-size:13px;line-height:20px">If that was not you, ignore this mail: without the code nobody can sign in.</p>`,
  })
