/** What a scanner is asked to read: letters and signs that other keyboards put elsewhere, both cases, digits. */
export const scannerText = 'FieldKey-Yz_42:zY.7'
