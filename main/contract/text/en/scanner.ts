/** Scanners: codes that arrive while the focus is elsewhere, and the check of a scanner. */
export const scanner = {
  next: (second: string, first: string) => `${second} was scanned. Has ${first} read its code?`,
  goOn: (second: string) => `Yes, go on with ${second}`,
  notYet: 'Not yet',
  showing: (id: string) => `Already showing ${id}.`,
  busy: (second: string, first: string) => `${second} was scanned. Finish or cancel the handover of ${first} first.`,
  bar: 'Next scan',
  check: {
    open: 'Check your scanner',
    title: 'Check your scanner',
    text: 'Scan this code with your scanner. What it types is compared with the text beside the code.',
    code: 'Test code for the scanner',
    expected: 'Test text',
    field: 'Scan here',
    close: 'Close',
    verdicts: {
      good: 'The scanner works: every character arrived, and Enter after them.',
      tab: 'The characters are right. The scanner ends with Tab: set it to end with Enter, so that a scan creates the token.',
      'no-end':
        'The characters are right, but no Enter came after them. Set the scanner to send Enter after each scan.',
      keyboard:
        'Some characters arrive as others: the scanner is set to another keyboard than this laptop (y and z, - and _ show it). Choose the keyboard of this laptop in the manual of the scanner.',
      case: 'Capital and small letters are swapped: switch Caps Lock off, or its setting in the scanner.',
      extra: 'Characters are added before or after the text. Switch prefix and suffix off in the scanner.',
      missing: 'Some characters are missing. Let the scanner send more slowly, or hold it still and try again.',
      different: 'Something else arrived. Was this code scanned?',
    },
    arrived: (words: string) => `Arrived: ${words}`,
  },
  pattern: 'Device ID pattern',
  patternHint: 'For example PUMP-####. # is a digit, @ a letter, * anything; several with commas. Empty: every ID.',
  patternBad: 'Use letters, digits and . _ : - with # for a digit, @ for a letter and * for anything.',
  patternMiss: (pattern: string) => `This ID does not fit the pattern ${pattern}. It can be changed in Settings.`,
}
