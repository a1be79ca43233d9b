/** The key in the keychain that locks device tokens on this laptop, and what a new one means. */
export const sealing = {
  title: 'Make a new key?',
  text: 'The old key is gone from the keychain, and only it opens the device tokens kept on this laptop.',
  facts: [
    'Codes of unfinished handovers cannot be shown again.',
    'A token no device has yet is deleted and created anew when you continue its handover.',
    'A token a device may have goes on working until you replace it.',
    'Devices that were handed their tokens go on working.',
  ],
  make: 'Make a new key',
  back: 'Not now',
  made: 'New key made.',
}
