/** F1: what the screen in view is for, and its keys. */
export const screenHelp = {
  title: (place: string) => `Help: ${place}`,
  next: (button: string) => `Next step, also by Enter: ${button}`,
  keys: 'Keys',
  close: 'Close',
  tokens: 'Which token to use',
  screens: {
    connect: [
      'Fieldkey needs the address of an InfluxDB 2 server and a token that may make other tokens.',
      'The token goes into the keychain of this computer. Devices never get it.',
      'Without a server, practise: everything works the same, and nothing is real.',
    ],
    'hand-over': [
      'Choose the bucket, scan or type the device ID and press Enter. The device gets a token that writes to this bucket only.',
      'By QR code: hold the camera of the device to the code, then press Enter.',
      'By USB cable: plug the device in first; Fieldkey sends the settings and checks what the device stored.',
      'A device is done when its first data has arrived. The next device may be served before that.',
    ],
    tokens: [
      'All tokens the server shows to this connection. Disable one to stop a device for a while, revoke it to stop it for good.',
      'Revoke the token of a device that was lost or replaced; no other device notices.',
      'Several that are selected are changed together. What that will do stands above the buttons.',
    ],
    risks: [
      'Tokens that can do more than they should, or that nobody looks after, each with what to do about it.',
      'Opening the report reads only what is known; F5 asks the server.',
    ],
    history: [
      'What this laptop did, newest first. What needs attention stands above: continue it, or discard it.',
      'Discarding revokes the token, so that none is left behind.',
    ],
    settings: ['Changes are kept at once. They are for this laptop only and hold no secret.'],
  },
  shortcuts: {
    enter: ['Enter', 'next step'],
    escape: ['Esc', 'back, or hide the code'],
    sunlight: ['F8', 'Sunlight: black on white'],
    places: ['Ctrl+1 to Ctrl+4', 'Hand over, Tokens, History, Settings'],
    next: ['Ctrl+N', 'new handover'],
    find: ['Ctrl+F', 'search'],
    refresh: ['F5', 'refresh the list, look for devices again'],
    zoom: ['Ctrl+Plus, Ctrl+Minus, Ctrl+0', 'larger, smaller, actual size'],
    fullScreen: ['F11', 'full screen; a code fills it'],
    print: ['Ctrl+P', 'print this list'],
    parts: ['Left, Right', 'previous and next part of a code'],
  },
}
