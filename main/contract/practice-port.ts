/** The path under which the practice device is opened: people are told `the practice device` instead. */
export const practicePort = 'practice-device'
